{# A number: missing ones become the mean, then the mean is taken off and the result divided by the standard deviation. A boolean is 0 or 1, missing ones the most frequent. #}
{% macro _learned_number(feature, index, facts, options, where) %}
  {% set raw = 'raw_' ~ index %}
  {% set present = facts[raw ~ '_present'] | int %}
  {% set inputs = [] %}
  {% if present and facts[raw ~ '_least'] != facts[raw ~ '_greatest'] %}
    {% if feature.kind == 'boolean' %}
      {% do inputs.append({'name': feature.name, 'kind': 'boolean'}) %}
    {% else %}
      {% do inputs.append({'name': feature.name, 'kind': 'number', 'center': facts[raw ~ '_mean'], 'scale': facts[raw ~ '_deviation']}) %}
    {% endif %}
  {% endif %}
  {% if present and options.missing_indicator and present < facts['train_rows'] | int %}
    {% do inputs.append({'name': feature.name ~ '=<missing>', 'kind': 'missing'}) %}
  {% endif %}
  {% set fill = facts[raw ~ '_mean'] %}
  {% if feature.kind == 'boolean' and present %}
    {% set fill = '1e0' if facts[raw ~ '_mean'] | float > 0.5 else '0e0' %}
  {% endif %}
  {% do return({'name': feature.name, 'index': index, 'quoted': feature.quoted, 'kind': feature.kind, 'fill': fill, 'inputs': inputs}) %}
{% endmacro %}


{# A regression's target, standardised inside. #}
{% macro _learned_target(facts, options, where) %}
  {% if facts['raw_target_least'] == facts['raw_target_greatest'] %}
    {% do exceptions.raise_compiler_error(where ~ ": label " ~ options.label ~ " has one value only in the training rows, so there is nothing to predict") %}
  {% endif %}
  {% do return({'center': facts['raw_target_mean'], 'scale': facts['raw_target_deviation']}) %}
{% endmacro %}
