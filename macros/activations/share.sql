{#
  The mean slope of an activation between two sums: what its value changes by, over what its sum does. With it a difference of scores is
  divided among the inputs without a rest. Sums that are close lose the digits of their difference: below 1e-5 the slope in the middle is
  nearer, and is wrong by less than 1e-11 of itself.
#}
{% macro _share_of_change(activation, sum, start, value, start_value) -%}
  {%- if activation.share is not none -%}
    {%- do return(activation.share(sum, start, value, start_value)) -%}
  {%- endif -%}
  {%- set middle = '(' ~ dbt_nn._number(0.5) ~ ' * (' ~ sum ~ ' + ' ~ start ~ '))' -%}
  {%- set slope = activation.slope(middle, '(' ~ activation.value(middle) ~ ')') -%}
  {%- do return(dbt_nn._share_or_slope(sum, start, value, start_value, slope)) -%}
{%- endmacro %}


{% macro _share_or_slope(sum, start, value, start_value, slope) -%}
  {%- do return(
    'case when abs(' ~ sum ~ ' - ' ~ start ~ ') >= ' ~ dbt_nn._number('1e-5') ~ ' then (' ~ value ~ ' - ' ~ start_value ~ ') / (' ~ sum
    ~ ' - ' ~ start ~ ') else ' ~ slope ~ ' end'
  ) -%}
{%- endmacro %}


{# The same where a line of slope `above` and a curve of slope `below * exp(sum)` meet at 0: each side of it has a middle of its own. #}
{% macro _share_of_two_sides(sum, start, value, start_value, above, below) -%}
  {%- set positive = '(greatest(' ~ sum ~ ', 0) - greatest(' ~ start ~ ', 0))' -%}
  {%- set negative = '(least(' ~ sum ~ ', 0) - least(' ~ start ~ ', 0))' -%}
  {%- set middle = '(' ~ dbt_nn._number(0.5) ~ ' * (least(' ~ sum ~ ', 0) + least(' ~ start ~ ', 0)))' -%}
  {%- set curve = below ~ ' * ' ~ dbt_nn._safe_exp(middle) -%}
  {%- do return(dbt_nn._share_or_slope(
    sum, start, value, start_value,
    'case when ' ~ sum ~ ' <> ' ~ start ~ ' then (' ~ above ~ ' * ' ~ positive ~ ' + ' ~ curve ~ ' * ' ~ negative ~ ') / (' ~ sum ~ ' - '
    ~ start ~ ') when ' ~ sum ~ ' > 0 then ' ~ above ~ ' else ' ~ curve ~ ' end'
  )) -%}
{%- endmacro %}
