{# A gate for examples: fails for every feature that tells the label alone, above `at_most` of 1. #}
{% test no_leakage(model, label, at_most=0.98, features=none, task=none, bins=20) %}
  {%- set where = 'dbt_nn.no_leakage' -%}
  {%- set problems = dbt_nn._threshold_problems(none, at_most) + dbt_nn._bins_problems(bins, 2) -%}
  {%- if label is not string or not label -%}
    {%- do problems.append("label is " ~ (label | tojson) ~ "; accepted: the name of the column that is predicted") -%}
  {%- endif -%}
  {%- if not dbt_nn._all_texts(dbt_nn._as_list(features)) -%}
    {%- do problems.append("features is " ~ (features | tojson) ~ "; accepted: a list of column names") -%}
  {%- endif -%}
  {%- if task is not none and task not in ['classification', 'regression'] -%}
    {%- do problems.append("task is " ~ dbt_nn._not_among(task, ['classification', 'regression'])) -%}
  {%- endif -%}
  {%- do dbt_nn._raise_problems(where, problems) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- set columns = dbt_nn._columns_in('select * from ' ~ model) -%}
    {%- set target_column = dbt_nn._column_named(columns, label) -%}
    {%- do dbt_nn._raise_problems(where, [dbt_nn._unknown_column(label, columns)] if target_column is none else []) -%}
    {%- set wanted = dbt_nn._as_list(features) -%}
    {%- set own_split = dbt_nn._columns_alike(columns, 'split') | map(attribute='name') | list -%}
    {%- set compared = dbt_nn._features_compared(wanted, columns, columns, [target_column.name] + own_split) -%}
    {%- set target_column = dict(target_column, kind=dbt_nn._kind_of_type(target_column.type)) -%}
    {%- set is_number = dbt_nn._label_is_number(model, target_column, task) -%}
    {%- do dbt_nn._raise_problems(
      where,
      dbt_nn._feature_problems(wanted, compared, columns, model | string) + dbt_nn._label_problems(target_column, is_number)
    ) -%}
{{ dbt_nn._gate(where, model, dbt_nn._leakage_gate(model, target_column, is_number, compared, bins | int, at_most)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
