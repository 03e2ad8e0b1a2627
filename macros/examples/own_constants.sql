{#
  A feature of another network's list of inputs, with the constants of these training rows. A number may have one value only here, or none:
  then its scale is 1, and its center 0 where there is none. With texts and ranks the list is all there is. `facts` are those of
  source_facts.sql; fleets/own_constants.sql says the same in SQL.
#}
{% macro _with_own_constants(feature, facts) %}
  {% set raw = 'raw_' ~ feature.index %}
  {% set mean = facts.get(raw ~ '_mean') or '0' %}
  {% set fill = feature.fill if feature.kind == 'text' else mean %}
  {% if feature.kind == 'boolean' %}
    {% set fill = '1e0' if mean | float > 0.5 else '0e0' %}
  {% endif %}
  {% set inputs = [] %}
  {% for input in feature.inputs %}
    {% set column = dbt_nn._column_of_constants(input, feature.index) %}
    {% if column and input.kind != 'boolean' %}
      {% set own = {
        'center': facts[column ~ '_mean'] or '0',
        'scale': facts[column ~ '_deviation'] if dbt_nn._varies(facts, column) else '1',
        'least': facts[column ~ '_least'] or '0',
        'greatest': facts[column ~ '_greatest'] or '0'
      } %}
      {% do inputs.append(dict(input, **own)) %}
    {% else %}
      {% do inputs.append(input) %}
    {% endif %}
  {% endfor %}
  {% do return(dict(feature, fill=fill, inputs=inputs)) %}
{% endmacro %}


{# The column of the source that the constants of an input are learned of; '' where they are not its own. #}
{% macro _column_of_constants(input, index) %}
  {% set prefixes = {'number': 'raw_', 'boolean': 'raw_', 'log': 'log_', 'days': 'day_'} %}
  {% do return(prefixes[input.kind] ~ index if input.kind in prefixes else '') %}
{% endmacro %}
