{#
  Whether a double is neither infinite nor NaN nor null: true or false, never null. NaN is not a number below the largest anywhere: it
  is either incomparable or the greatest.
#}
{% macro _is_finite(expression) -%}
  {%- do return('coalesce(abs(' ~ expression ~ ') <= ' ~ dbt_nn._number('1.7976931348623157e308') ~ ', false)') -%}
{%- endmacro %}
