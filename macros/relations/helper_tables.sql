{#
  The tables that a training makes beside its network, and how it knows them again. Each has a column `dbt_nn_made_by` that says for which
  model it was made: a name alone may be that of a table of the user's, which is never touched.
#}

{# A relation beside another, named after it. Adapters' own names for such relations may lack the schema. #}
{% macro _beside(target, suffix, type='table') %}
  {% do return(api.Relation.create(
    database=target.database, schema=target.schema, identifier=target.identifier ~ suffix, type=type
  )) %}
{% endmacro %}


{# A table that training needs beside the network; made again in every run, and dropped when it ends well. #}
{% macro _helper_table(target, name) %}
  {% do return(dbt_nn._beside(target, '__dbt_nn_' ~ name)) %}
{% endmacro %}


{# The mark of what this model makes. #}
{% macro _made_by() %}
  {% do return(model.package_name ~ '.' ~ model.name) %}
{% endmacro %}


{#
  Drops a table that training made. An adapter's own way builds the context of all macros again, which takes longer than many an iteration.
#}
{% macro _drop(relation) %}
  {% call statement('drop', auto_begin=False) %}
    drop table if exists {{ relation }}
  {% endcall %}
{% endmacro %}


{% macro _rebuild(relation, query) %}
  {% do dbt_nn._drop(relation) %}
  {% call statement('main') %}
    {{ dbt_nn._create_table_as(relation, dbt_nn._with_mark(query)) }}
  {% endcall %}
{% endmacro %}


{% macro _with_mark(query) -%}
select
  made.*,
  {{ dbt_nn._literal(dbt_nn._made_by()) }} as dbt_nn_made_by
from (

{{ query }}

) as made
{%- endmacro %}


{#
  What stands beside a model under the name of one of its helper tables or checkpoints, in any case: [{name, is_ours, iteration}].
  `iteration` is none of helper tables.
#}
{% macro _left_beside(target, made_by, only_checkpoints=false) %}
  {% set helpers = [] %}
  {% for name in ([] if only_checkpoints else dbt_nn._helper_names()) %}
    {% do helpers.append(dbt_nn._helper_table(target, name).identifier) %}
  {% endfor %}
  {% set prefix = target.identifier ~ '__iteration_' %}
  {% set found = [] %}
  {% for relation in dbt_nn._relations_beside(target) %}
    {% set part = '' if only_checkpoints else dbt_nn._part_in_name(relation.name, target) %}
    {# As it would be called without its part. #}
    {% set name = target.identifier ~ relation.name[(target.identifier ~ part) | length:] if part else relation.name %}
    {% set number = name[prefix | length:] %}
    {% set is_checkpoint = name[:prefix | length] | lower == prefix | lower and number != '' and dbt_nn._is_digits(number) %}
    {% if is_checkpoint or name | lower in helpers | map('lower') | list %}
      {% set is_named_so = (name in helpers or name[:prefix | length] == prefix)
        and (not part or relation.name.startswith(target.identifier ~ part | lower)) %}
      {% do found.append({
        'name': relation.name,
        'relation': dbt_nn._beside(target, relation.name[target.identifier | length:]),
        'is_ours': is_named_so and relation.type == 'table' and dbt_nn._is_made_for(made_by, target, relation.name, is_checkpoint),
        'iteration': number | int if is_checkpoint else none
      }) %}
    {% endif %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{# The helper tables of a training, by their names: those of its loop, and those of a fleet. #}
{% macro _helper_names() %}
  {% do return(dbt_nn._helper_names_of_loop() + ['members', 'outcomes', 'refused']) %}
{% endmacro %}


{# Every part of a fleet has its own. #}
{% macro _helper_names_of_loop() %}
  {% do return(['examples', 'start', 'batches', 'blocks', 'measured']) %}
{% endmacro %}


{# What is added to the names of the tables of a fleet's part. #}
{% macro _part_suffix(number) %}
  {% do return('__part_' ~ number) %}
{% endmacro %}


{# The part of a fleet that a table beside its network belongs to: __part_2; '' if it belongs to none. #}
{% macro _part_in_name(name, target) %}
  {% set rest = name[target.identifier | length:] %}
  {% set opening = dbt_nn._part_suffix('') %}
  {% if name[:target.identifier | length] | lower != target.identifier | lower or rest[:opening | length] | lower != opening %}
    {% do return('') %}
  {% endif %}
  {% set number = rest[opening | length:].split('__')[0] %}
  {% do return(rest[:(opening ~ number) | length] if number != '' and dbt_nn._is_digits(number) else '') %}
{% endmacro %}


{#
  Whether a table has the mark of a model; of any, where `made_by` is none. Version 0.1.0 set no mark: its tables are known by
  columns that only they have together.
#}
{% macro _is_made_for(made_by, target, name, is_checkpoint) %}
  {% set relation = dbt_nn._beside(target, name[target.identifier | length:]) %}
  {% set columns = dbt_nn._names_and_types('select * from ' ~ relation) | map(attribute='name') | map('lower') | list %}
  {% if 'dbt_nn_made_by' in columns %}
    {% set marks = dbt_nn._query('select min(dbt_nn_made_by), max(dbt_nn_made_by) from ' ~ relation).rows[0] %}
    {% do return(marks[0] == marks[1] and (made_by is none or marks[0] in [made_by, none])) %}
  {% endif %}
  {% set keys = ['network_key', 'iteration', 'layer', 'input', 'output', 'value'] %}
  {% if is_checkpoint %}
    {% set needed = keys + ['fingerprint'] %}
  {% elif name.endswith('start') %}
    {% set needed = keys + ['train_loss', 'gradient_norm', 'learning_rate'] %}
  {% else %}
    {% set share = ['train_share', 'is_train', 'train_shares'] | select('in', columns) | list %}
    {% set needed = ['inputs_1' if share == ['train_shares'] else 'x_1'] + (share or ['train_share']) %}
  {% endif %}
  {% do return(needed | reject('in', columns) | list | length == 0) %}
{% endmacro %}


{# Before anything is written: whatever has the name of a table that training makes was made by it. #}
{% macro _check_names_beside(target, where) %}
  {% set problems = [] %}
  {% for left in dbt_nn._left_beside(target, dbt_nn._made_by()) if not left.is_ours %}
    {% do problems.append(
      left.relation ~ " exists, but was not created by the training of this model, which needs this name; "
      ~ "rename it, or give the model another name"
    ) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}
