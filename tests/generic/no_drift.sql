{#
  A gate: fails for every feature whose values are distributed otherwise than in a reference, by a population stability index above
  `at_most`.
  `where` is for the tested rows, `reference_where` for the reference.
#}
{% test no_drift(model, reference, at_most=0.2, features=none, bins=10, reference_where=none) %}
  {%- set where = 'dbt_nn.no_drift' -%}
  {%- set problems = dbt_nn._threshold_problems(none, at_most) + dbt_nn._bins_problems(bins, 2) -%}
  {%- if reference is string or reference is none -%}
    {%- do problems.append("reference is " ~ (reference | tojson) ~ "; accepted: ref('…') or source('…', '…')") -%}
  {%- endif -%}
  {%- if not dbt_nn._all_texts(dbt_nn._as_list(features)) -%}
    {%- do problems.append("features is " ~ (features | tojson) ~ "; accepted: a list of column names") -%}
  {%- endif -%}
  {%- do dbt_nn._raise_problems(where, problems) -%}
  {%- set other = '(select * from ' ~ reference ~ ' where ' ~ reference_where ~ ') as reference_rows' if reference_where else reference -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- set columns = dbt_nn._columns_in('select * from ' ~ model) -%}
    {%- set wanted = dbt_nn._as_list(features) -%}
    {%- set compared = dbt_nn._features_compared(wanted, columns, dbt_nn._columns_in('select * from ' ~ other)) -%}
    {%- do dbt_nn._raise_problems(where, dbt_nn._feature_problems(wanted, compared, columns, model ~ ' and ' ~ reference)) -%}
{{ dbt_nn._gate(where, model, dbt_nn._drift_gate(model, other, compared, bins | int, at_most)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
