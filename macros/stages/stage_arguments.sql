{#
  What a stage is given: the network's options, and relations by the names of its arguments. What stands as a table must have the columns of
  the stage before; of an ephemeral model, which is what a stage mostly is, they are known to the query alone.
    given    {argument: relation}
    needed   {argument: columns}
#}
{% macro _stage_network(where, options, given, needed={}, further={}) %}
  {% set problems = dbt_nn._unknown_arguments(further, ['network'] + given | list) %}
  {% for name, relation in given.items() %}
    {% do problems.extend(dbt_nn._relation_problems(name, relation, takes_text=true)) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% set network = dbt_nn._network(options) %}
  {% for name, relation in given.items() %}
    {% do dbt_nn._check_stands(name, relation, where) %}
  {% endfor %}
  {% for name, relation in given.items() %}
    {% do dbt_nn._check_stage_columns(name, relation, needed.get(name, []), where) %}
  {% endfor %}
  {% do return(network) %}
{% endmacro %}


{% macro _check_stage_columns(name, relation, needed, where) %}
  {% set is_looked_at = dbt_nn._is_run() and needed and dbt_nn._is_relation(relation) and not relation.is_cte %}
  {% set columns = dbt_nn._columns_of_examples(relation) if is_looked_at else [] %}
  {% set problems = [] %}
  {% for column in needed if columns and not dbt_nn._columns_alike(columns, column) %}
    {% do problems.append(name ~ " is " ~ relation ~ ", which has no column " ~ column ~ "; it has "
      ~ columns | map(attribute='name') | join(', ')) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems[:1]) %}
{% endmacro %}


{# The columns of parameters that every stage reads. #}
{% macro _columns_of_parameters() %}
  {% do return(['network_key', 'iteration', 'layer', 'input', 'output', 'value']) %}
{% endmacro %}
