{# What an explanation carries from the examples to its end. #}
{% macro _carried_rows(asked) %}
  {% set columns = [] %}
  {% for column in asked.keep %}
    {% do columns.append('keep_' ~ loop.index) %}
  {% endfor %}
  {% for index in asked.network.sources %}
    {% do columns.append('raw_' ~ index) %}
  {% endfor %}
  {% do return(columns + (['row_number_of_example', 'answering_key'] if asked.is_combined else [])) %}
{% endmacro %}


{% macro _carried_constants(network) %}
  {% do return(
    ['constants.network_version'] + (['constants.temperature'] if network.classes else [])
    + (['constants.target_center', 'constants.target_scale'] if network.target else []) + dbt_nn._class_flags(network)
  ) %}
{% endmacro %}


{# What is known of a row beside its contributions. #}
{% macro _answers_carried(asked) %}
  {% do return(
    dbt_nn._carried_rows(asked) + ['network_key', 'network_version'] + (['class_number'] if asked.network.classes else [])
    + ['baseline_score', 'score']
  ) %}
{% endmacro %}


{# From `contributions`, one row per example, to one per example and feature. #}
{% macro _long_rows(asked) -%}
{%- set network = asked.network -%}
{%- set names = [] -%}
{%- set texts = [] -%}
{%- set all = [] -%}
{%- for feature in network.sources.values() -%}
  {%- do names.append(dbt_nn._literal(feature.name)) -%}
  {%- do texts.append(dbt_nn._text_of_raw(feature, network)) -%}
  {%- do all.append('contribution_' ~ loop.index) -%}
{%- endfor -%}
{%- set number = 'place' if asked.top else 'position' -%}
{%- set places = [] -%}
{%- for rank in range(1, (asked.top or 0) + 1) -%}
  {%- do places.append('place_' ~ rank) -%}
{%- endfor -%}
{{ dbt_nn._mean_of_restarts(asked, all) }}rested as (
  select
    *,
    score - baseline_score - ({{ dbt_nn._sum_of(all) }}) as residual
  from {{ 'combined' if asked.is_combined else 'contributions' }}
  {{- network.warehouse.fence }}
),

{% if asked.top -%}
{{ dbt_nn._largest_contributions(asked, all | length) }},

listed as (
  {{ dbt_nn._elements(
    'tops_' ~ asked.top, dbt_nn._answers_carried(asked) + ['residual'] + all, dbt_nn._array(places, is_one_line=true), 'place'
  ) | indent(2) }}
)
{%- else -%}
listed as (
  {{ dbt_nn._elements(
    'rested', dbt_nn._answers_carried(asked) + ['residual'], dbt_nn._array(all, is_one_line=true), 'contribution'
  ) | indent(2) }}
)
{%- endif %}

select
  {%- for column in asked.keep %}
  keep_{{ loop.index }} as {{ column.quoted }},
  {%- endfor %}
  network_key,
  cast(network_version as {{ dbt.type_int() }}) as network_version,
  {{ dbt_nn._class_name(asked) | indent(2) }} as class,
  {{ dbt_nn._nth(number, names) }} as feature,
  {{ dbt_nn._nth(number, texts) }} as feature_value,
  {{ dbt_nn._nth(number, all) ~ ' as contribution' if asked.top else 'contribution' }},
  baseline_score,
  score,
  residual
from listed
{%- endmacro %}


{% macro _class_name(asked) -%}
  {%- set names = [] -%}
  {%- for class in asked.network.classes -%}
    {%- do names.append(dbt_nn._literal(class)) -%}
  {%- endfor -%}
  {%- set class = dbt_nn._nth('class_number', names) if names else 'null' -%}
  {%- do return('cast(' ~ class ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{# A feature's value as text. #}
{% macro _text_of_raw(feature, network) -%}
  {%- set raw = 'raw_' ~ feature.index -%}
  {%- set texts = {'number': dbt_nn._text_of_raw_number, 'boolean': dbt_nn._text_of_raw_boolean, 'date': dbt_nn._moment_text} -%}
  {%- do return(texts[feature.kind](raw) if feature.kind in texts else raw) -%}
{%- endmacro %}


{# As the warehouse writes it, without decimals where it has none. #}
{% macro _text_of_raw_number(raw) -%}
  {%- do return(dbt_nn._whole_text(raw, dbt_nn._warehouse().double_type, 'cast(' ~ raw ~ ' as ' ~ dbt.type_string() ~ ')')) -%}
{%- endmacro %}


{% macro _text_of_raw_boolean(raw) -%}
  {%- do return('case when ' ~ raw ~ " = 1 then 'true' when " ~ raw ~ " = 0 then 'false' end") -%}
{%- endmacro %}
