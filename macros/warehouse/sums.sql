{# A sum that breaks its line after every six terms. #}
{% macro _sum_of(terms) -%}
  {%- set lines = [] -%}
  {%- for line in terms | batch(6) -%}
    {%- do lines.append(line | join(' + ')) -%}
  {%- endfor -%}
  {%- do return(lines | join('\n    + ')) -%}
{%- endmacro %}


{# The sum of many terms, in brackets of fifty: a thousand pluses in a row are too deep for some parsers. #}
{% macro _total(terms) -%}
  {%- if terms | length <= 50 -%}
    {%- do return(terms | join('\n+ ')) -%}
  {%- endif -%}
  {%- set sums = [] -%}
  {%- for part in terms | batch(50) -%}
    {%- do sums.append('(' ~ part | join('\n+ ') ~ ')') -%}
  {%- endfor -%}
  {%- do return(dbt_nn._total(sums)) -%}
{%- endmacro %}
