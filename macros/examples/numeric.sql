{#
  A number: missing ones become the mean, then the mean is taken off and the result divided by the standard deviation. A boolean is 0 or 1,
  missing ones the most frequent.
#}
{% macro _learned_number(feature, index, facts, options, where) %}
  {% set raw = 'raw_' ~ index %}
  {% set present = facts[raw ~ '_present'] | int %}
  {% set inputs = [] %}
  {% do dbt_nn._check_spread("feature " ~ feature.name, facts, raw, where) %}
  {% if dbt_nn._varies(facts, raw) %}
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


{# A regression's target, standardized inside; a count stays as it is: {}. #}
{% macro _learned_target(facts, options, where) %}
  {% do dbt_nn._check_spread("label " ~ options.label, facts, 'raw_target', where) %}
  {% if not dbt_nn._varies(facts, 'raw_target') %}
    {% do exceptions.raise_compiler_error(where ~ ": label " ~ options.label
      ~ " has the same value in every training row, so there is nothing to learn") %}
  {% endif %}
  {% if not dbt_nn._loss(dbt_nn._loss_of(options.loss, false).loss).is_standardised %}
    {% do return({}) %}
  {% endif %}
  {% do return({'center': facts['raw_target_mean'], 'scale': facts['raw_target_deviation']}) %}
{% endmacro %}


{# Whether a column has more than one value; the deviation of values below 1e-154 is 0, because their squares are 0. #}
{% macro _varies(facts, column) %}
  {% do return(facts[column ~ '_present'] | int > 0 and facts[column ~ '_least'] != facts[column ~ '_greatest'] and facts[column
    ~ '_deviation'] | float > 0) %}
{% endmacro %}


{# Squares of numbers above 1e154 are infinite, and so is the deviation. #}
{% macro _check_spread(what, facts, column, where) %}
  {% for measure in ['_mean', '_deviation'] if (facts[column ~ measure] or '0') | lower | replace('-', '') in ['inf', 'infinity', 'nan'] %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ what ~ " is so large, up to " ~ facts[column ~ '_greatest'] | float
      ~ ", that its mean or standard deviation overflows; divide it by a constant") %}
  {% endfor %}
{% endmacro %}
