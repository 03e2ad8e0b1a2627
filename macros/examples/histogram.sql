{#
  How the values of each feature are distributed over the training rows, as rows of the network: what `skew` compares later rows with.
    a number or a boolean   at most ten bins, cut at the quantiles as `no_drift` cuts them: `output` is the bin, from 1, `output_name` its
                            upper edge
    a text                  its 50 most frequent categories of at least 5 rows; `output` is -1 and the name <other> of all others together
    missing values          `output` is 0, the name <missing>
  Dates have none: a later row is always later.
  Of a fleet by groups, every group has its own, under the key of the group: the networks of its trials, folds and restarts share its rows.
  `groups` is then {query: of the groups that have a network, has_common: whether one is of all groups}; that has the key '', and all rows.
#}
{% macro _histogram_rows(features, source, groups={}) -%}
select
  {{ 'network_key' if groups else "'' as network_key" }}, 'histogram' as role, null as iteration, 0 as layer, feature as input,
  {{ dbt_nn._name_of_feature(features) | indent(2) }} as input_name,
  bin as output, bin_name as output_name, row_count as value
from (
  {{ dbt_nn._histograms(features, source, groups) | indent(2) }}
) as histograms
{%- endmacro %}


{# How many bins a number has at most. #}
{% macro _bins_of_histogram() %}
  {% do return(10) %}
{% endmacro %}


{# The features that have a histogram; none where their number of values would take longer than they are worth. #}
{% macro _features_of_histograms(features, rows) %}
  {% set found = [] %}
  {% for feature in features if feature.kind != 'date' %}
    {% do found.append(feature) %}
  {% endfor %}
  {% set is_small = found | length <= 100 and found | length * rows <= 20000000 %}
  {% do return(found if is_small else []) %}
{% endmacro %}


{% macro _name_of_feature(features) -%}
case feature
  {%- for feature in features %}
  when {{ feature.index }} then {{ dbt_nn._literal(feature.name) }}
  {%- endfor %}
end
{%- endmacro %}


{# Rows of feature, number and category: `raw` of a feature is its SQL. `keys` are columns of the relation that come first. #}
{% macro _values_of_features(features, raw, relation, keys=[]) -%}
{%- set rows = [] -%}
{%- for feature in features -%}
  {%- set is_text = feature.kind == 'text' -%}
  {%- set nothing = 'cast(null as ' ~ (dbt_nn._warehouse().double_type if is_text else dbt.type_string()) ~ ')' -%}
  {%- do rows.append(keys + [
    feature.index ~ ' as feature',
    (nothing if is_text else raw[feature.index]) ~ ' as number',
    (raw[feature.index] if is_text else nothing) ~ ' as category'
  ]) -%}
{%- endfor -%}
{{ dbt_nn._rows_of_each(relation, rows, '') }}
{%- endmacro %}


{% macro _histograms(features, source, groups) -%}
{%- set raw = {} -%}
{%- for feature in features -%}
  {%- do raw.update({feature.index: 'raw_' ~ feature.index}) -%}
{%- endfor -%}
{%- set texts = dbt_nn._indexes_of_texts(features) -%}
{%- set key = 'network_key, ' if groups else '' -%}
{%- set bins = dbt_nn._bins_of_histogram() -%}
with source as (

{{ source }}

),

{% if groups -%}
{{ dbt_nn._training_rows_of_groups(raw, groups) }}
{%- else -%}
training_rows as (
  select * from source where split = 'train'
),
{%- endif %}

feature_values as (
  {{ dbt_nn._values_of_features(features, raw, 'training_rows', ['network_key'] if groups else []) | indent(2) }}
),

counts as (
  select {{ key }}feature, number, category, count(*) as row_count
  from feature_values
  group by {{ key }}feature, number, category
),

placed as (
  select
    *,
    sum(row_count) over (
      partition by {{ key }}feature, case when number is null then 1 else 0 end
      order by number
      rows between unbounded preceding and current row
    ) - {{ dbt_nn._number(0.5) }} * row_count as rows_below,
    sum(row_count) over (partition by {{ key }}feature, case when number is null then 1 else 0 end) as rows_of_all,
    row_number() over (
      partition by {{ key }}feature, case when category is null then 1 else 0 end
      order by row_count desc, {{ dbt_nn._by_code_point('category') }}
    ) as place
  from counts
),

binned as (
  select
    {{ key }}feature,
    number,
    category,
    row_count,
    case
      when number is not null then least(floor({{ bins }} * rows_below / rows_of_all), {{ bins - 1 }}) + 1
      when category is null then 0
      when place <= 50 and row_count >= {{ dbt_nn._fewest_rows_of_category() }} then 1 + place
      else -1
    end as bin
  from placed
),

bins as (
  select {{ key }}feature, bin, max(category) as category, max(number) as edge, sum(row_count) as row_count
  from binned
  group by {{ key }}feature, bin
  -- every feature may be missing later, and every text may have another category
  {%- for feature in features %}
  union all
  select {{ key }}{{ feature.index }}, 0, null, null, 0
  {{- '\n  from network_keys' if groups }}
  {%- endfor %}
  {%- for index in texts %}
  union all
  select {{ key }}{{ index }}, -1, null, null, 0
  {{- '\n  from network_keys' if groups }}
  {%- endfor %}
),

added_up as (
  select {{ key }}feature, bin, max(category) as category, max(edge) as edge, sum(row_count) as row_count
  from bins
  group by {{ key }}feature, bin
)

select
  {{ key }}feature,
  cast(bin as {{ dbt.type_int() }}) as bin,
  case
    when bin = 0 then '<missing>'
    when bin = -1 then '<other>'
    when edge is not null then {{ dbt_nn._text_of_double('edge') }}
    else category
  end as bin_name,
  {{ dbt_nn._to_double('row_count') }} as row_count
from added_up
{%- endmacro %}


{# The CTEs of the training rows of each group that has a network, with its key; those of the network of all groups come once more. #}
{% macro _training_rows_of_groups(raw, groups) -%}
{%- set columns = raw.values() | join(', ') -%}
groups_with_network as (
  {{ groups.query | indent(2) }}
),

training_rows as (
  select group_key as network_key, {{ columns }}
  from source
  where split = 'train' and group_key in (select group_key from groups_with_network)
  {%- if groups.has_common %}
  union all
  -- those of the network of all groups
  select '' as network_key, {{ columns }}
  from source
  where split = 'train' and exists (select 1 from groups_with_network where group_key = '')
  {%- endif %}
),

network_keys as (
  select distinct network_key from training_rows
),
{%- endmacro %}


{% macro _indexes_of_texts(features) %}
  {% set found = [] %}
  {% for feature in features if feature.kind == 'text' %}
    {% do found.append(feature.index) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}
