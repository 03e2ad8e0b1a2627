{# One row per group whose expected calibration error is too large, or which has rows without a probability. #}
{% macro _calibration_gate(where, given, bins, at_most) -%}
{%- set what = 'expected_calibration_error' -%}
{%- set columns = [['metric_value', dbt_nn._warehouse().double_type], ['examples', dbt_nn._warehouse().bigint_type]] -%}
{%- set read = dbt_nn._calibration_read(where, given, dbt_nn._columns_of_gate(['at_most', 'at_least'])) -%}
with {{ dbt_nn._calibration_ctes(read, bins) ~ ',\n\n' if read.is_known }}evaluation as (
  {%- if read.is_known %}
  select
    {%- for column in dbt_nn._by_answers(read) %}
    {{ column }},
    {%- endfor %}
    sum(weight * abs(observed_rate - mean_probability)) / nullif(sum(weight), 0) as metric_value,
    coalesce(sum(examples), 0) as examples
  from bins
  {{- dbt_nn._group_by(dbt_nn._by_names(read)) | indent(2) }}
  {%- else %}
  {{ dbt_nn._no_rows(read, columns) | indent(2) }}
  {%- endif %}
),

{{ dbt_nn._judged_groups(read, 'metric_value', dbt_nn._has_no_certainty(read)) }},

{{ dbt_nn._bounded(what, none, at_most) }}

{{ dbt_nn._out_of_bounds(what, read, none, at_most, ['metric', 'metric_value', 'at_most', 'examples'], 'probability') }}
{%- endmacro %}


{# When a row has no probability to come true, or no predicted label that it is the probability of. #}
{% macro _has_no_certainty(read) -%}
  {%- if not read.is_known -%}
    {%- do return('1 = 0') -%}
  {%- elif read.positive -%}
    {%- do return('not ' ~ dbt_nn._is_finite(dbt_nn._to_double(read.positive.column))) -%}
  {%- endif -%}
  {%- set lost = 'not ' ~ dbt_nn._is_finite(dbt_nn._to_double(read.columns['predicted_probability'].quoted)) -%}
  {%- do return(lost ~ ' or ' ~ read.columns['predicted_label'].quoted ~ ' is null') -%}
{%- endmacro %}
