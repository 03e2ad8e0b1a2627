{% macro _calibration(where, given, bins, problems) -%}
{%- set columns = [['class', dbt.type_string()]] + dbt_nn._columns_of_types(['bin', 'examples'], [
  'bin_start', 'bin_end', 'mean_probability', 'observed_rate', 'expected_calibration_error'
]) -%}
{%- do dbt_nn._check_evaluation_arguments(where, given, problems + dbt_nn._bins_problems(bins)) -%}
{%- set read = dbt_nn._calibration_read(where, given, columns | map('first') | list) -%}
{%- if read.is_known -%}
{{ dbt_nn._calibration_bins(read, bins | int) }}
{%- else -%}
{{ dbt_nn._no_rows(read, columns) }}
{%- endif -%}
{%- endmacro %}


{# With a positive class its probability is judged, else predicted_probability. #}
{% macro _calibration_read(where, given, own) %}
  {% set has_positive = given.positive_class is not none %}
  {% set wanted = dict(given, task='classification') %}
  {% set read = dbt_nn._predictions_read(where, wanted, ['ranks' if has_positive else 'labels'], own) %}
  {% if read.is_known and not has_positive and 'predicted_probability' not in read.columns %}
    {% set names = read.columns.values() | map(attribute='name') | list %}
    {% do dbt_nn._raise_problems(where, ["column " ~ dbt_nn._not_found('predicted_probability', names, 'the predictions')]) %}
  {% elif read.is_known and not has_positive %}
    {% do dbt_nn._raise_problems(where, dbt_nn._no_numbers(read.columns, ['predicted_probability'])) %}
  {% endif %}
  {% do return(read) %}
{% endmacro %}


{% macro _calibration_bins(read, bins) -%}
{%- set group = dbt_nn._partition_by(dbt_nn._by_names(read)) | trim -%}
with {{ dbt_nn._calibration_ctes(read, bins) }}

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
  sum(weight * abs(observed_rate - mean_probability)) over ({{ group }})
  / nullif(sum(weight) over ({{ group }}), 0) as expected_calibration_error
from bins
{%- endmacro %}


{# From the predictions to `binned`, one row per row that has a label and a probability. #}
{% macro _scored_and_binned(read, bins) -%}
scored as (
  select
    {%- for column in dbt_nn._by_columns(read) %}
    {{ column }},
    {%- endfor %}
    {%- if read.positive %}
    {{ dbt_nn._probability(read, read.positive.column) | indent(4) }} as probability,
    case when {{ dbt_nn._is_class(read, read.positive) }} then 1 else 0 end as came_true,
    {%- else %}
    {{ dbt_nn._probability(read, read.columns['predicted_probability'].quoted) | indent(4) }} as probability,
    case when {{ read.label_text }} = {{ dbt_nn._predicted_text(read) }} then 1 else 0 end as came_true,
    {%- endif %}
    {{ dbt_nn._weight(read) | indent(4) }} as weight
  from {{ read.relation }}
  where {{ read.label }} is not null
),

binned as (
  select
    *,
    {{ dbt_nn._bin_of('probability', bins) | indent(4) }} as bin
  from scored
  where {{ dbt_nn._is_finite('probability') }}
)
{%- endmacro %}


{# From the predictions to `bins`, one row per group and bin. #}
{% macro _calibration_ctes(read, bins) -%}
{%- set by = dbt_nn._by_names(read) -%}
{{ dbt_nn._scored_and_binned(read, bins) }},

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
{%- endmacro %}


{#
  The bin of a probability, from 1; the upper end belongs to it, and 0 to the first. The edges are those of scikit-learn, to the last bit.
#}
{% macro _bin_of(probability, bins) -%}
{%- if bins == 1 -%}
1
{%- else -%}
case
  {%- for k in range(1, bins) %}
  when {{ probability }} <= {{ dbt_nn._number(k * (1.0 / bins)) }} then {{ k }}
  {%- endfor %}
  else {{ bins }}
end
{%- endif -%}
{%- endmacro %}
