{#
  The column of a class's probability: `probability_`, then the class in lower case, every run of other signs than letters and digits one `_`;
  true and false by name, `-` before a digit `minus_`. Names that would fall together are refused where the classes are checked.
#}
{% macro _probability_column(class) -%}
  {%- set text = class | string | lower | replace('-', '_minus_' if class is number else '_') -%}
  {%- set signs = namespace(name='') -%}
  {%- for sign in text -%}
    {%- set signs.name = signs.name ~ (sign if sign.isalnum() else '_') -%}
  {%- endfor -%}
  {%- set words = signs.name.split('_') | select | list -%}
  {%- do return('probability_' ~ words | join('_')) -%}
{%- endmacro %}
