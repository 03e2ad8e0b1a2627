{#
  Gates of predictions, as lines of YAML: what they reach on held-out rows now, with room for an error that is a quarter larger, and better
  than a constant guess.
#}
{% macro _gates_to_start_from(scored, label, where) %}
  {% set split = dbt_nn._only_column(scored.columns, 'split') %}
  {% set label = dbt_nn._only_column(scored.columns, label) %}
  {% set measured = dbt_nn._measured_by_split(scored, label, split, where) if label and split else {} %}
  {% set chosen = ['test', 'validation'] | select('in', measured) | first %}
  {% if not chosen %}
    {% do return([
      '# a metric needs rows with a label and with the split validation or test, which ' ~ scored.name ~ ' does not have',
      '# - dbt_nn.metric: {arguments: {metric: …, at_least: …, label: ' ~ dbt_nn._yaml_text(label.name if label else '…') ~ '}}'
    ]) %}
  {% endif %}
  {% set lines = [] %}
  {% for name, value in measured[chosen].items() if value is not none %}
    {% set threshold = dbt_nn._threshold_with_room(dbt_nn._metric_named(name), value) %}
    {% do lines.extend(dbt_nn._gate_as_yaml('metric', {'metric': name, threshold.name: threshold.value}, label, chosen)) if threshold %}
  {% endfor %}
  {% set first = measured[chosen].keys() | first %}
  {% do return(lines + dbt_nn._gate_as_yaml('beats_baseline', {'metric': first}, label, chosen)) %}
{% endmacro %}


{# The metrics of each split that has rows with a label: {split: {metric: value}}. #}
{% macro _measured_by_split(scored, label, split, where) %}
  {% set names = scored.columns | map(attribute='name') | map('lower') | list %}
  {% set probabilities = names | select('in', dbt_nn._names_of_probabilities(names)) | list %}
  {% if 'predicted_label' not in names %}
    {% set metrics = ['rmse', 'r2'] %}
  {% else %}
    {% set metrics = ['log_loss', 'roc_auc'] if probabilities | length > 1 else ['accuracy', 'balanced_accuracy'] %}
  {% endif %}
  {% set query = dbt_nn._evaluated(where, {
    'predictions': dbt_nn._relation_of(scored.relation_name), 'label': label.name, 'positive_class': none, 'by': [split.name],
    'example_weight': none, 'metrics': metrics, 'classes': none
  }) %}
  {% set found = {} %}
  {% for row in dbt_nn._query(query).rows if row['examples'] | int > 0 %}
    {% set values = {} %}
    {% for metric in metrics %}
      {% do values.update({metric: row[metric]}) %}
    {% endfor %}
    {% do found.update({row[0]: values}) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{% macro _names_of_probabilities(names) %}
  {% set found = [] %}
  {% for name in names if name.startswith('probability_') %}
    {% do found.append(name) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{#
  {name, value}: at_least or at_most with three digits, rounded to where the gate holds; {} of a metric that is not better than a guess.
  Where no row is wrong, there is room for one in a hundred: the next rows may be.
#}
{% macro _threshold_with_room(metric, value) %}
  {% if metric.better == 'high' %}
    {% set least = [1 - 1.25 * (1 - value | float), 0.99] | min %}
    {% do return({'name': 'at_least', 'value': dbt_nn._three_digits(least, 'floor')} if least > 0 else {}) %}
  {% endif %}
  {% set most = [1.25 * value | float, 0.01 if metric.task == 'classification' else 0] | max %}
  {% do return({'name': 'at_most', 'value': dbt_nn._three_digits(most, 'ceil')} if most > 0 else {}) %}
{% endmacro %}


{# Without an exponent, which YAML would read as a text. #}
{% macro _three_digits(value, way) %}
  {% for decimals in range(3, 13) if value * 10 ** decimals >= 100 or decimals == 12 %}
    {% do return(('%.' ~ decimals ~ 'f') | format(value | round(decimals, way))) %}
  {% endfor %}
{% endmacro %}


{% macro _gate_as_yaml(gate, arguments, label, split) %}
  {% set given = [] %}
  {% for name, value in arguments.items() %}
    {% do given.append(name ~ ': ' ~ value) %}
  {% endfor %}
  {% do return([
    '- dbt_nn.' ~ gate ~ ':',
    '    arguments: {' ~ given | join(', ') ~ ', label: ' ~ dbt_nn._yaml_text(label.name) ~ '}',
    '    config: {where: "split = ' ~ "'" ~ split ~ "'" ~ '"}'
  ]) %}
{% endmacro %}
