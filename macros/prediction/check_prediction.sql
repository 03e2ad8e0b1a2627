{# A command that builds something of a network's predictions needs a trained one; others compile without. #}
{% macro _check_is_trained(shape, network, where) %}
  {% set builds = execute and flags.WHICH in ['run', 'build', 'snapshot', 'retry'] and not dbt_nn._is_empty_run() %}
  {% if shape is none and builds %}
    {% do exceptions.raise_compiler_error(
      where ~ ": " ~ network ~ " does not contain a trained network; run its model first. Nothing was changed"
    ) %}
  {% endif %}
{% endmacro %}


{# The shape of a network that is applied to examples, both of which must stand where the command runs; none before the first training. #}
{% macro _network_to_apply(network, examples, where) %}
  {% do dbt_nn._check_is_no_ephemeral('network', network, where) %}
  {% set shape = dbt_nn._network_shape(network, where) %}
  {% do dbt_nn._check_is_trained(shape, network, where) %}
  {% do dbt_nn._check_stands('examples', examples, where) %}
  {% do return(shape) %}
{% endmacro %}


{% macro _check_prediction_columns(shape, columns, where) %}
  {% do dbt_nn._check_features_there(shape, columns, where, dbt_nn._columns_of_answering(shape)) %}
  {% do dbt_nn._check_answer_names(dbt_nn._names_added(shape), columns, where) %}
{% endmacro %}


{# Every feature is there, each in a column of its own; and `others`. #}
{% macro _check_features_there(shape, columns, where, others=[]) %}
  {% set problems = [] %}
  {% set readers = {} %}
  {% set names = shape.sources.values() | map(attribute='name') | list %}
  {% for problem in dbt_nn._column_problems(columns, names + others | reject('in', names) | list) if columns %}
    {% do problems.append(("the network's " if problem.startswith('column ') else '') ~ problem) %}
  {% endfor %}
  {% for feature in shape.sources.values() if columns %}
    {% set column = dbt_nn._only_column(columns, feature.name) %}
    {% if column and column.name in readers %}
      {% do problems.append("the network's features " ~ readers[column.name] ~ " and " ~ feature.name ~ " are both column " ~ column.name
        ~ " of the examples; the examples need a column for each") %}
    {% endif %}
    {% do readers.update({column.name: feature.name} if column else {}) %}
    {% set drift = dbt_nn._drifted_feature(feature, column).problem if column else '' %}
    {% do problems.append(drift) if drift %}
  {% endfor %}
  {% do problems.extend(dbt_nn._drift_of_split(shape, columns)) %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{#
  No column of the examples has the name of one that is added: the warehouse would rename one of the two, and a gate might test the wrong
  one.
#}
{% macro _check_answer_names(names, columns, where) %}
  {% set problems = [] %}
  {% for name in names + ['dbt_nn_examples'] if dbt_nn._columns_alike(columns, name) %}
    {% do problems.append("the examples already have a column " ~ name ~ ", a name reserved for predictions; rename it") %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{#
  The same of examples whose columns can't be looked up: a condition that is true, and that the warehouse rejects as ambiguous if a name is
  one of theirs. Without it, one engine raises an error, and another one calls the second column predicted_label_1.
#}
{% macro _refuses_clashes(names) -%}
{%- set added = [] -%}
{%- for name in names -%}
  {%- do added.append('1 as ' ~ dbt_nn._added_name(name)) -%}
{%- endfor -%}
not exists (
  -- a name that is ambiguous here is both a column of the examples and a column that predictions add: rename it in the examples
  select 1
  from dbt_nn_examples
  cross join (
    select
      {{ added | join(',\n') | indent(6) }}
  ) as added_by_dbt_nn
  where 1 = 0
    {%- for name in names %}
    and {{ dbt_nn._added_name(name) }} = 1
    {%- endfor %}
)
{%- endmacro %}
