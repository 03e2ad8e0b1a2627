{#
  The other encodings of a number:
    log     the sign of a number times ln(1 + its size), then standardized as a number is
    rank    where a number is among the training rows, between their 21 quantiles: the QuantileTransformer of scikit-learn, its 0 to 1 less
            0.5, times the root of 12, so that the mean is 0 and the deviation 1
  A missing number is 0, the mean or the middle.
#}
{% macro _log_of_raw(raw) -%}
  {%- do return('sign(' ~ raw ~ ') * ln(1 + abs(' ~ raw ~ '))') -%}
{%- endmacro %}


{% macro _learned_log(feature, index, source, facts, where) %}
  {% set column = 'log_' ~ index %}
  {% do dbt_nn._check_spread("feature " ~ feature.name, facts, column, where) %}
  {% if not dbt_nn._varies(facts, column) %}
    {% do return([]) %}
  {% endif %}
  {% do return([{
    'name': feature.name ~ '=<log>', 'kind': 'log', 'center': facts[column ~ '_mean'], 'scale': facts[column ~ '_deviation']
  }]) %}
{% endmacro %}


{% macro _encoded_log(input, raw, k) -%}
  {%- do return('coalesce((' ~ dbt_nn._log_of_raw(raw) ~ ' - center_' ~ k ~ ') / scale_' ~ k ~ ', ' ~ dbt_nn._number(0) ~ ')') -%}
{%- endmacro %}


{# `facts` are those of the number itself: one that does not vary has no ranks. #}
{% macro _learned_rank(feature, index, source, facts, where) %}
  {% set raw = 'raw_' ~ index %}
  {% if not dbt_nn._varies(facts, raw) %}
    {% do return([]) %}
  {% endif %}
  {% set last = facts[raw ~ '_present'] | int - 1 %}
  {% set values = {} %}
  {% for row in dbt_nn._query(dbt_nn._values_at_quantiles(raw, source, last)).rows %}
    {% do values.update({row['place'] | int: row['value_text'] | string}) %}
  {% endfor %}
  {% set knots = [] %}
  {% for step in range(21) %}
    {% set place = step * last // 20 %}
    {% set part = step * last - 20 * place %}
    {# In halves: the difference of two large numbers may be infinite. #}
    {% set low = values[place] | float %}
    {% set high = values[place + 1] | float if part else low %}
    {% do knots.append(values[place] if not part or low == high else low * ((20 - part) / 20) + high * (part / 20)) %}
  {% endfor %}
  {% do return([{'name': feature.name ~ '=<rank>', 'kind': 'rank', 'knots': knots}]) %}
{% endmacro %}


{# Places count from 0. #}
{% macro _values_at_quantiles(raw, source, last) -%}
{%- set places = [] -%}
{%- for step in range(21) -%}
  {%- do places.extend([step * last // 20, step * last // 20 + 1]) -%}
{%- endfor -%}
with source as (

{{ source }}

),

placed as (
  select {{ raw }} as number, row_number() over (order by {{ raw }}) - 1 as place
  from source
  where split = 'train' and {{ raw }} is not null
)

select place, {{ dbt_nn._double_text('number') }} as value_text
from placed
where place in ({{ places | unique | join(', ') }})
{%- endmacro %}


{# Between two knots a straight line; of equal knots the middle. At the least and the greatest, and beyond them, the ends. #}
{% macro _encoded_rank(input, raw, k) -%}
  {%- set knots = [] -%}
  {%- for value in input.knots -%}
    {%- if knots and knots[-1].value == value | float -%}
      {%- do knots[-1].update({'last': loop.index0 / 20}) -%}
    {%- else -%}
      {%- do knots.append({'value': value | float, 'sql': dbt_nn._number(value), 'first': loop.index0 / 20, 'last': loop.index0 / 20}) -%}
    {%- endif -%}
  {%- endfor -%}
  {%- set cases = ['when ' ~ raw ~ ' is null then ' ~ dbt_nn._number(0.5), 'when ' ~ raw ~ ' <= ' ~ knots[0].sql ~ ' then '
    ~ dbt_nn._number(0), 'when ' ~ raw ~ ' >= ' ~ knots[-1].sql ~ ' then ' ~ dbt_nn._number(1)] -%}
  {%- for knot in knots[1:] -%}
    {%- set before = knots[loop.index0] -%}
    {%- set share = '(' ~ raw ~ ' - ' ~ before.sql ~ ') / (' ~ knot.sql ~ ' - ' ~ before.sql ~ ')' -%}
    {%- set between = dbt_nn._number(before.last) ~ ' + ' ~ share ~ ' * ' ~ dbt_nn._number(knot.first - before.last) -%}
    {%- do cases.append('when ' ~ raw ~ ' < ' ~ knot.sql ~ ' then ' ~ between) -%}
    {%- do cases.append('when ' ~ raw ~ ' = ' ~ knot.sql ~ ' then ' ~ dbt_nn._number((knot.first + knot.last) / 2)) -%}
  {%- endfor -%}
  {%- do return(
    '(case ' ~ cases | join(' ') ~ ' end - ' ~ dbt_nn._number(0.5) ~ ') * ' ~ dbt_nn._number('3.4641016151377544')
  ) -%}
{%- endmacro %}
