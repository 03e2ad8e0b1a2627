{#
  A gate: fails for every feature whose values are distributed otherwise than in a reference, by a population stability index above
  `at_most`.
  `where` is for the tested rows, `reference_where` for the reference.
#}
{% test no_drift(model, reference=none, at_most=0.2, features=none, bins=10, reference_where=none) %}
  {%- set where = 'dbt_nn.no_drift' -%}
  {%- do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(kwargs, ['reference', 'at_most', 'features', 'bins', 'reference_where'])
    + dbt_nn._relation_problems('reference', reference, in_yaml=true)
    + dbt_nn._upper_bound_problems(at_most, 0, none, 'the population stability index')
    + dbt_nn._features_given_problems(features)
    + dbt_nn._bins_problems(bins, 2)
    + dbt_nn._text_problems('reference_where', reference_where, 'a condition in SQL', optional=true)
  )) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- do dbt_nn._check_stands('the tested model', model, where, looks=true) -%}
    {%- do dbt_nn._check_stands('reference', reference, where, looks=true) -%}
    {%- set chosen = '(select * from ' ~ reference ~ ' where ' ~ reference_where ~ ') as reference_rows' -%}
    {%- set other = chosen if reference_where else reference -%}
    {%- set columns = dbt_nn._columns_in('select * from ' ~ model) -%}
    {%- set others = dbt_nn._columns_in('select * from ' ~ other) -%}
    {%- set wanted = dbt_nn._as_list(features) -%}
    {%- set compared = dbt_nn._features_compared(wanted, columns, others) -%}
    {%- set problems = dbt_nn._feature_problems(wanted, compared, columns, dbt_nn._tested(model).name ~ ' and ' ~ reference) -%}
    {%- do dbt_nn._raise_problems(where, problems or dbt_nn._unlike_types(compared, others, model, reference)) -%}
{{ dbt_nn._gate(where, model, dbt_nn._drift_gate(model, other, compared, bins | int, at_most)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
