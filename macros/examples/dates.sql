{#
  A date or a timestamp, in UTC: its parts, as points on a circle, so that December is next to January, and the days since the first
  training day. Days beyond those of the training count as its first or last. A part that has one value only in the training rows is left
  out; a missing date is the middle of each circle and the mean day.
    raw     the microseconds since 1970
    parts   {name: {value: of a raw, from 0; values: how many; sin, cos: of each}}
#}
{% macro _parts_of_dates() %}
  {% set half = ['0.25881904510252074', '0.5', '0.7071067811865476', '0.8660254037844386', '0.9659258262890683'] %}
  {% set quarter = ['0'] + half + ['1'] + half | reverse | list %}
  {% set hours = quarter %}
  {% set hours = hours + dbt_nn._negated(quarter) %}
  {% set months = [] %}
  {% for month in range(12) %}
    {% do months.append(hours[2 * month]) %}
  {% endfor %}
  {% set weekdays = ['0.7818314824680298', '0.9749279121818236', '0.4338837391175581'] %}
  {% set weekdays = ['0'] + weekdays + dbt_nn._negated(weekdays | reverse | list) %}
  {% set cosines = ['0.6234898018587336', '-0.2225209339563144', '-0.9009688679024191'] %}
  {% do return({
    'month': {'value': dbt_nn._month_of_raw, 'values': 12, 'sin': months, 'cos': months[3:] + months[:3]},
    'weekday': {'value': dbt_nn._weekday_of_raw, 'values': 7, 'sin': weekdays, 'cos': ['1'] + cosines + cosines | reverse | list},
    'hour': {'value': dbt_nn._hour_of_raw, 'values': 24, 'sin': hours, 'cos': hours[6:] + hours[:6]}
  }) %}
{% endmacro %}


{% macro _negated(numbers) %}
  {% set negated = [] %}
  {% for number in numbers %}
    {% do negated.append(number if number == '0' else '-' ~ number) %}
  {% endfor %}
  {% do return(negated) %}
{% endmacro %}


{# The day since 1970-01-01. #}
{% macro _day_of_raw(raw) -%}
  {%- do return('floor(' ~ raw ~ ' / ' ~ dbt_nn._number(86400000000) ~ ')') -%}
{%- endmacro %}


{# From 0, for January. #}
{% macro _month_of_raw(raw) -%}
  {%- do return(dbt_nn._month_of_day(dbt_nn._day_of_raw(raw)) ~ ' - 1') -%}
{%- endmacro %}


{# From 0, for Monday: 1970 began on a Thursday. #}
{% macro _weekday_of_raw(raw) -%}
  {%- set day = '(' ~ dbt_nn._day_of_raw(raw) ~ ' + 3)' -%}
  {%- do return('cast(' ~ day ~ ' - 7 * floor(' ~ day ~ ' / ' ~ dbt_nn._number(7) ~ ') as ' ~ dbt.type_int() ~ ')') -%}
{%- endmacro %}


{% macro _hour_of_raw(raw) -%}
  {%- set microseconds = raw ~ ' - ' ~ dbt_nn._day_of_raw(raw) ~ ' * ' ~ dbt_nn._number(86400000000) -%}
  {%- do return('cast(floor((' ~ microseconds ~ ') / ' ~ dbt_nn._number(3600000000) ~ ') as ' ~ dbt.type_int() ~ ')') -%}
{%- endmacro %}


{# `facts` are those of source_facts.sql. #}
{% macro _learned_date(feature, index, facts, options, where) %}
  {% set day = 'day_' ~ index %}
  {% set present = facts[day ~ '_present'] | int %}
  {% set parts = feature.encode[0].parts if feature.encode else dbt_nn._encodings().date.constants.parts.default %}
  {% set inputs = [] %}
  {% for part in dbt_nn._parts_of_dates() if part in parts and present %}
    {% if facts[part ~ '_' ~ index ~ '_least'] | int < facts[part ~ '_' ~ index ~ '_greatest'] | int %}
      {% for side in ['sin', 'cos'] %}
        {% do inputs.append({'name': feature.name ~ '=<' ~ part ~ ' ' ~ side ~ '>', 'kind': part ~ ' ' ~ side}) %}
      {% endfor %}
    {% endif %}
  {% endfor %}
  {% if 'days' in parts and dbt_nn._varies(facts, day) %}
    {% do inputs.append({
      'name': feature.name ~ '=<days>', 'kind': 'days', 'center': facts[day ~ '_mean'], 'scale': facts[day ~ '_deviation'],
      'least': facts[day ~ '_least'], 'greatest': facts[day ~ '_greatest']
    }) %}
  {% endif %}
  {% if inputs and options.missing_indicator and present < facts['train_rows'] | int %}
    {% do inputs.append({'name': feature.name ~ '=<missing>', 'kind': 'missing'}) %}
  {% endif %}
  {% do return({
    'name': feature.name, 'index': index, 'quoted': feature.quoted, 'kind': 'date', 'type': feature.type, 'fill': none, 'inputs': inputs
  }) %}
{% endmacro %}


{# What training must know of a date beside the facts of its days: the least and greatest of each part. #}
{% macro _date_facts(index) -%}
{%- for name, part in dbt_nn._parts_of_dates().items() -%}
min({{ part.value('raw_' ~ index) }}) as {{ name }}_{{ index }}_least,
max({{ part.value('raw_' ~ index) }}) as {{ name }}_{{ index }}_greatest
{{- ',\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# A point of a circle; a missing one is its middle. #}
{% macro _encoded_part(input, raw, k) -%}
  {%- set names = input.kind.split(' ') -%}
  {%- set part = dbt_nn._parts_of_dates()[names[0]] -%}
  {%- set cases = [] -%}
  {%- for number in part[names[1]] -%}
    {%- do cases.append('when ' ~ loop.index0 ~ ' then ' ~ dbt_nn._number(number)) -%}
  {%- endfor -%}
  {%- do return('case ' ~ part.value(raw) ~ ' ' ~ cases | join(' ') ~ ' else ' ~ dbt_nn._number(0) ~ ' end') -%}
{%- endmacro %}


{# greatest() of null and a number is the number in most warehouses. #}
{% macro _encoded_days(input, raw, k) -%}
  {%- set day = 'least(greatest(' ~ dbt_nn._day_of_raw(raw) ~ ', least_' ~ k ~ '), greatest_' ~ k ~ ')' -%}
  {%- do return(
    'case when ' ~ raw ~ ' is null then ' ~ dbt_nn._number(0) ~ ' else (' ~ day ~ ' - center_' ~ k ~ ') / scale_' ~ k ~ ' end'
  ) -%}
{%- endmacro %}
