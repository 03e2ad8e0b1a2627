{#
  What is wrong with an argument that is a relation: [] or one message. `takes_text`: a text may name a CTE or a subquery of the model, but
  not another model: dbt would not know that it is needed, and might build it later.
#}
{% macro _relation_problems(name, value, takes_text=false, optional=false, in_yaml=false) %}
  {% set advice = "pass it as " ~ name ~ (": " if in_yaml else "=") ~ "ref('...')" %}
  {% if value is undefined %}
    {% do return([name ~ " is undefined; " ~ advice ~ ". A name without quotes is a variable, and there is no such variable"]) %}
  {% elif value is none or (value is string and not value | trim) %}
    {% do return([] if optional and value is none else [name ~ " is missing; " ~ advice]) %}
  {% elif value is string and not takes_text %}
    {% do return([name ~ " is the string " ~ dbt_nn._shown(value) ~ "; " ~ advice]) %}
  {% elif value is string %}
    {% set node = dbt_nn._unknown_dependency(value) %}
    {% do return([name ~ " is the string " ~ dbt_nn._shown(value) ~ ", the name of a " ~ node.resource_type ~ "; pass it as "
      ~ name ~ "=" ~ dbt_nn._call_of(node) ~ ", so that dbt knows what this model needs"] if node else []) %}
  {% elif not dbt_nn._is_relation(value) %}
    {% do return([name ~ " is " ~ dbt_nn._shown(value) ~ "; " ~ advice]) %}
  {% endif %}
  {% do return([]) %}
{% endmacro %}


{# The model, seed, snapshot or source that a text names, if this model does not depend on it; else none. #}
{% macro _unknown_dependency(text) %}
  {% if not execute or not graph or not dbt_nn._is_name(text) or model is not defined or model.depends_on is not defined %}
    {% do return(none) %}
  {% endif %}
  {% set name = dbt_nn._parts_of_name(text)[-1] | lower %}
  {% for node in (graph.nodes.values() | list) + (graph.sources.values() | list) %}
    {% set names = [node.get('alias'), node.get('identifier'), node.name] | select | map('lower') | list %}
    {% if node.resource_type | string in ['model', 'seed', 'snapshot', 'source'] and name in names %}
      {% do return(none if node.unique_id in model.depends_on.nodes or node.unique_id == model.unique_id else node) %}
    {% endif %}
  {% endfor %}
  {% do return(none) %}
{% endmacro %}


{% macro _call_of(node) %}
  {% if node.resource_type | string == 'source' %}
    {% do return("source('" ~ node.source_name ~ "', '" ~ node.name ~ "')") %}
  {% endif %}
  {% do return("ref('" ~ node.name ~ "')") %}
{% endmacro %}


{# Whether a text is a name, and no subquery or call. #}
{% macro _is_name(text) %}
  {% do return(text | trim != '' and '(' not in text and text.split() | length == 1) %}
{% endmacro %}


{# The parts of a name in SQL; a dot between quotes belongs to a part. #}
{% macro _parts_of_name(name) %}
  {% set state = namespace(parts=[], part='', quote='') %}
  {% for sign in name | trim %}
    {% if sign == state.quote %}
      {% set state.quote = '' %}
    {% elif not state.quote and sign in '"`' %}
      {% set state.quote = sign %}
    {% elif not state.quote and sign == '.' %}
      {% do state.parts.append(state.part) %}
      {% set state.part = '' %}
    {% else %}
      {% set state.part = state.part ~ sign %}
    {% endif %}
  {% endfor %}
  {% do return(state.parts + [state.part]) %}
{% endmacro %}


{# Whether this command runs what it compiles. #}
{% macro _runs_what_it_compiles() %}
  {% do return(execute and flags.WHICH in ['run', 'build', 'test', 'show', 'snapshot', 'retry', 'run-operation']) %}
{% endmacro %}


{# The same with rows of the warehouse, so that what it reads must be there. #}
{% macro _is_run() %}
  {% do return(dbt_nn._runs_what_it_compiles() and not flags.EMPTY and not dbt_nn._is_unit_test()) %}
{% endmacro %}


{#
  Raises where a relation is not there, and the command needs it; `looks` where its columns are looked up before the query runs, which is
  not possible of an ephemeral model. A table of many (events_*) is not a relation that dbt finds.
#}
{% macro _check_stands(name, relation, where, looks=false) %}
  {% if dbt_nn._is_run() and dbt_nn._is_relation(relation) and '*' not in relation.identifier %}
    {% if looks %}
      {% do dbt_nn._check_is_no_ephemeral(name, relation, where) %}
    {% endif %}
    {% if not relation.is_cte and dbt_nn._standing_relation(relation) is none %}
      {% do exceptions.raise_compiler_error(
        where ~ ": " ~ name ~ " is " ~ relation ~ ", which does not exist; run its model first"
      ) %}
    {% endif %}
  {% endif %}
{% endmacro %}


{# An ephemeral model is a CTE of the query: nothing is known of it before that runs. In a unit test all references are. #}
{% macro _check_is_no_ephemeral(name, relation, where) %}
  {% if dbt_nn._is_run() and dbt_nn._is_relation(relation) and relation.is_cte %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ name ~ " is the ephemeral model "
      ~ relation.identifier | replace('__dbt__cte__', '') ~ ", which has no table or view; materialize it as a table or view") %}
  {% endif %}
{% endmacro %}
