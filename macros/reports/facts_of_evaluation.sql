{# The metrics of predictions: by split, and of the held-out rows (test, else validation, else all) in detail. #}
{% macro _add_evaluation(facts, where, asked, rows, given) %}
  {% set by = [rows.split.name] if rows.split else [] %}
  {% set splits = dbt_nn._evaluated_by_split(where, asked, by) %}
  {% set held_out = ['test', 'validation'] | select('in', splits | map(attribute='split') | list) | first %}
  {% if by and not held_out %}
    {% set by = [] %}
    {% set splits = dbt_nn._evaluated_by_split(where, asked, by) %}
  {% endif %}
  {% set held_out = held_out or none %}
  {% set judged = dict(asked, predictions=dbt_nn._rows_of_split(rows, held_out)) %}
  {% do facts.data.update({'held_out': held_out, 'splits': splits}) %}
  {% do facts.update({'better': dbt_nn._better_ways()}) %}
  {% if not splits %}
    {% do return('') %}
  {% endif %}
  {% do facts.update({
    'baseline': dbt_nn._json_rows(dbt_nn._constant_evaluation(where, judged))[0]
  }) %}
  {% if facts.network.classes %}
    {% set confusion = [] %}
    {% for row in dbt_nn._json_rows(
      dbt_nn._confusion(dbt_nn._predictions_read(where, dict(asked, by=by), ['labels'], [])),
      ['label', 'predicted_label'] + by | map('lower') | list
    ) %}
      {% set split = row[by[0] | lower] if by else none %}
      {% do confusion.append(dict(row, split=split, is_held_out=held_out is none or split == held_out)) %}
    {% endfor %}
    {% do facts.update({'confusion': confusion}) %}
    {% do dbt_nn._add_probabilities(facts, where, judged, given) if 'log_loss' in splits[0] %}
  {% else %}
    {% do facts.update({
      'squares': dbt_nn._json_rows(dbt_nn._squares(where, judged, 12, [])),
      'bands': dbt_nn._json_rows(dbt_nn._residual_bands(where, judged, 10, [])) | sort(attribute='bin')
    }) %}
  {% endif %}
{% endmacro %}


{# The metrics of each split that has rows with a label; where there are no splits, of all rows. #}
{% macro _evaluated_by_split(where, asked, by) %}
  {% set splits = [] %}
  {% for row in dbt_nn._json_rows(dbt_nn._evaluated(where, dict(asked, by=by)), by | map('lower') | list) if row.examples %}
    {% do splits.append(dict(row, split=row[by[0] | lower] if by else none)) %}
  {% endfor %}
  {% do return(splits | sort(attribute='split') if by and none not in splits | map(attribute='split') | list else splits) %}
{% endmacro %}


{# Which way each metric is better. #}
{% macro _better_ways() %}
  {% set ways = {} %}
  {% for metric in dbt_nn._metric_table() %}
    {% do ways.update({metric.name: metric.better}) %}
  {% endfor %}
  {% do return(ways) %}
{% endmacro %}


{# Of two classes the probability of the positive one; of more that of the predicted class, and no thresholds. #}
{% macro _add_probabilities(facts, where, judged, given) %}
  {% do facts.update({
    'calibration': dbt_nn._json_rows(dbt_nn._calibration(where, judged, 10, []), ['class']) | sort(attribute='bin'),
    'histogram': dbt_nn._json_rows(dbt_nn._histogram_of_probabilities(where, judged, 20, []), ['class']) | sort(attribute='bin')
  }) %}
  {% if judged.positive_class is none %}
    {% do return('') %}
  {% endif %}
  {% set costs = {'false_positive_cost': given.false_positive_cost, 'false_negative_cost': given.false_negative_cost} %}
  {% set points = {'points': 200} %}
  {% set roc = dbt_nn._columns_of_types(['point'], ['threshold', 'true_positive_rate', 'false_positive_rate']) %}
  {% set precision = dbt_nn._columns_of_types(['point'], ['threshold', 'precision', 'recall']) %}
  {% set counts = dbt_nn._columns_of_types([], [
    'threshold', 'true_positives', 'false_positives', 'true_negatives', 'false_negatives', 'precision', 'recall', 'f1', 'cost'
  ]) %}
  {% do facts.update({
    'costs': costs,
    'roc': dbt_nn._json_rows(dbt_nn._curve(where, judged, roc, dbt_nn._roc_points, points), ['class']) | sort(attribute='point'),
    'precision_recall': dbt_nn._json_rows(
      dbt_nn._curve(where, judged, precision, dbt_nn._precision_recall_points, points), ['class']
    ) | sort(attribute='point'),
    'thresholds': dbt_nn._json_rows(
      dbt_nn._curve(where, judged, counts, dbt_nn._threshold_points, dict(costs, thresholds=dbt_nn._twentieths())), ['class']
    ) | sort(attribute='threshold')
  }) %}
{% endmacro %}
