{#
  What every network of a fleet learns for itself, of its own training rows: centers, scales and fills. The list of inputs is that of all
  training rows, so a number may have one value only here, or none: then the scale is 1, and the center 0 where there is none. With texts,
  ranks and what is looked up, the constants are shared.
#}
{# The columns of `_column_of_constants`, each once. #}
{% macro _columns_of_constants(network) %}
  {% set columns = [] %}
  {% for input in network.inputs if dbt_nn._column_of_constants(input, input.feature.index) %}
    {% do columns.append(dbt_nn._column_of_constants(input, input.feature.index)) %}
  {% endfor %}
  {% do return(columns | unique | list) %}
{% endmacro %}


{# The constants of an input, from aggregates over the training rows of a network: SQL by role. #}
{% macro _own_constants(input) %}
  {% set column = dbt_nn._column_of_constants(input, input.feature.index) %}
  {% set zero = dbt_nn._number(0) %}
  {% set one = dbt_nn._number(1) %}
  {% set varies = column ~ '_least < ' ~ column ~ '_greatest and ' ~ column ~ '_deviation > 0' %}
  {% set mean = 'coalesce(' ~ column ~ '_mean, ' ~ zero ~ ')' %}
  {% do return({
    'center': mean,
    'scale': 'case when ' ~ varies ~ ' then ' ~ column ~ '_deviation else ' ~ one ~ ' end',
    'fill': 'case when ' ~ column ~ '_mean > ' ~ dbt_nn._number(0.5) ~ ' then ' ~ one ~ ' else ' ~ zero ~ ' end'
      if input.kind == 'boolean' else mean,
    'least': 'coalesce(' ~ column ~ '_least, ' ~ zero ~ ')',
    'greatest': 'coalesce(' ~ column ~ '_greatest, ' ~ zero ~ ')'
  }) %}
{% endmacro %}


{# All constants of the inputs, in order: [{k, role, input, value: SQL}]. Networks that start from one share its constants. #}
{% macro _constants_of_members(network, warm_start=none) %}
  {% set is_shared = warm_start is not none and not dbt_nn._starts_by_member(warm_start) %}
  {% set constants = [] %}
  {% set kinds = dbt_nn._kinds_of_inputs() %}
  {% for input in network.inputs %}
    {% set k = loop.index %}
    {% set own = dbt_nn._own_constants(input)
      if not is_shared and dbt_nn._column_of_constants(input, input.feature.index) else {} %}
    {% for role in kinds[input.kind.split(' ')[0]].constants %}
      {% do constants.append({
        'k': k, 'role': role, 'input': input,
        'value': own[role] if own else dbt_nn._number(input.feature.fill if role == 'fill' else input[role])
      }) %}
    {% endfor %}
  {% endfor %}
  {% do return(constants) %}
{% endmacro %}
