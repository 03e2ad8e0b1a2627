{# A gate for examples: fails for every feature that tells the label alone, above `at_most` of 1. #}
{% test no_leakage(model, label=none, at_most=0.98, features=none, task=none, bins=20) %}
  {%- set where = 'dbt_nn.no_leakage' -%}
  {%- do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(kwargs, ['label', 'at_most', 'features', 'task', 'bins'])
    + dbt_nn._text_problems('label', label, 'the name of the column that is predicted')
    + dbt_nn._upper_bound_problems(at_most, none, 1, 'the share of errors that a feature removes')
    + dbt_nn._features_given_problems(features)
    + dbt_nn._choice_problems('task', task, ['classification', 'regression'], optional=true)
    + dbt_nn._bins_problems(bins, 2)
  )) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- do dbt_nn._check_stands('the tested model', model, where, looks=true) -%}
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
      dbt_nn._feature_problems(wanted, compared, columns, dbt_nn._tested(model).name, {target_column.name: 'the label'})
      + dbt_nn._label_problems(target_column, is_number)
    ) -%}
{{ dbt_nn._gate(where, model, dbt_nn._leakage_gate(model, target_column, is_number, compared, bins | int, at_most)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
