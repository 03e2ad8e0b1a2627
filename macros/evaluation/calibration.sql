{% macro _calibration(where, given, bins) -%}
{%- do dbt_nn._check_evaluation_arguments(where, given, dbt_nn._bins_problems(bins)) -%}
{%- set columns = [['class', dbt.type_string()]] + dbt_nn._columns_of_types(['bin', 'examples'], [
  'bin_start', 'bin_end', 'mean_probability', 'observed_rate', 'expected_calibration_error'
]) -%}
{%- set has_positive = given.positive_class is not none -%}
{%- set read = dbt_nn._predictions_read(where, dict(given, metrics=['roc_auc'] if has_positive else ['accuracy']), ['ranks' if has_positive else 'labels'], columns | map('first') | list) -%}
{%- if read.is_known -%}
{%- do dbt_nn._raise_problems(where, [] if has_positive or 'predicted_probability' in read.columns else ["column " ~ dbt_nn._no_column('predicted_probability', read.columns)]) -%}
{{ dbt_nn._calibration_bins(read, bins | int) }}
{%- else -%}
{{ dbt_nn._no_rows(read, columns) }}
{%- endif -%}
{%- endmacro %}


{% macro _calibration_bins(read, bins) -%}
{%- set by = dbt_nn._by_names(read) -%}
{%- set group = dbt_nn._partition_by(by) | trim -%}
with judged as (
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    {%- if read.positive %}
    {{ dbt_nn._to_double(read.positive.column) }} as probability,
    case when {{ dbt_nn._is_class(read, read.positive) }} then 1 else 0 end as came_true,
    {%- else %}
    {{ dbt_nn._to_double('predicted_probability') }} as probability,
    case when cast({{ read.label }} as {{ dbt.type_string() }}) = {{ dbt_nn._predicted_text(read) }} then 1 else 0 end as came_true,
    {%- endif %}
    {{ dbt_nn._weight(read) }} as weight
  from {{ read.relation }}
  where {{ read.label }} is not null
),

binned as (
  select
    *,
    {{ dbt_nn._bin_of('probability', bins) | indent(4) }} as bin
  from judged
  where {{ dbt_nn._is_finite('probability') }}
),

bins as (
  select
    {%- for name in by + ['bin'] %}
    {{ name }},
    {%- endfor %}
    count(*) as examples,
    sum(weight) as weight,
    sum(weight * probability) / nullif(sum(weight), 0) as mean_probability,
    sum(weight * came_true) / nullif(sum(weight), 0) as observed_rate
  from binned
  group by {{ (by + ['bin']) | join(', ') }}
)

select
  {%- for column in dbt_nn._by_answers(read) %}
  {{ column }},
  {%- endfor %}
  cast({{ dbt_nn._literal(read.positive.name) if read.positive else 'null' }} as {{ dbt.type_string() }}) as class,
  cast(bin as {{ dbt_nn._warehouse().bigint_type }}) as bin,
  cast(examples as {{ dbt_nn._warehouse().bigint_type }}) as examples,
  {{ dbt_nn._number(1) }} * (bin - 1) / {{ bins }} as bin_start,
  {{ dbt_nn._number(1) }} * bin / {{ bins }} as bin_end,
  mean_probability,
  observed_rate,
  sum(weight * abs(observed_rate - mean_probability)) over ({{ group }}) / nullif(sum(weight) over ({{ group }}), 0) as expected_calibration_error
from bins
{%- endmacro %}


{# The bin of a probability, from 1; the upper end belongs to it, and 0 to the first. The edges are those of scikit-learn, to the last bit. #}
{% macro _bin_of(probability, bins) -%}
case
  {%- for k in range(1, bins) %}
  when {{ probability }} <= {{ dbt_nn._number(k * (1.0 / bins)) }} then {{ k }}
  {%- endfor %}
  else {{ bins }}
end
{%- endmacro %}


{% macro _bins_problems(bins) %}
  {% set is_whole = dbt_nn._is_number(bins) and (bins | int) == bins and bins >= 1 %}
  {% do return([] if is_whole else ["bins is " ~ (bins | tojson) ~ "; accepted: a whole number of at least 1"]) %}
{% endmacro %}
