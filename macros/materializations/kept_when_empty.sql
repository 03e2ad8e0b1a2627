{#
  With --empty, the standing relation where it holds a trained network, which a run that trains nothing must not replace; else none.
  `are_parameters` is the condition of its weights and biases.
#}
{% macro _kept_when_empty(target, are_parameters, where) %}
  {% set standing = load_cached_relation(target) if flags.EMPTY else none %}
  {% if standing is none %}
    {% do return(none) %}
  {% endif %}
  {% set names = dbt_nn._names_and_types('select * from ' ~ standing) | map(attribute='name') | map('lower') | list %}
  {% set needed = ['network_key', 'iteration', 'layer', 'input', 'output', 'value'] + (['role'] if 'role' in are_parameters else []) %}
  {% if needed | reject('in', names) | list %}
    {% do return(none) %}
  {% elif dbt_nn._query('select count(*) from ' ~ standing ~ ' where ' ~ are_parameters).rows[0][0] | int == 0 %}
    {% do return(none) %}
  {% endif %}
  {% do log(where ~ ": the trained network is kept, because --empty trains nothing", info=true) %}
  {% do return(standing) %}
{% endmacro %}


{# What a run does that leaves the relation as it is. #}
{% macro _keep(relation) %}
  {% call statement('main') %}
    select count(*) from {{ relation }}
  {% endcall %}
  {% do dbt_nn._finish(relation, relation, is_kept=true) %}
{% endmacro %}
