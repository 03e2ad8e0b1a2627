{# The sum of the products of two lists' elements. #}
{% macro _dot_product(one, other) -%}
  {{ return(adapter.dispatch('_dot_product', 'dbt_nn')(one, other)) }}
{%- endmacro %}

{% macro default___dot_product(one, other) -%}
  {%- do return('(select sum(a * b) from unnest(' ~ one ~ ', ' ~ other ~ ') as pairs (a, b))') -%}
{%- endmacro %}

{% macro duckdb___dot_product(one, other) -%}
  {%- do return('list_dot_product(' ~ one ~ ', ' ~ other ~ ')') -%}
{%- endmacro %}

{% macro spark___dot_product(one, other) -%}
  {%- do return('aggregate(zip_with(' ~ one ~ ', ' ~ other ~ ', (a, b) -> a * b), 0e0, (total, product) -> total + product)') -%}
{%- endmacro %}

{% macro bigquery___dot_product(one, other) -%}
  {%- do return('(select sum(a * ' ~ other ~ '[offset(place)]) from unnest(' ~ one ~ ') as a with offset as place)') -%}
{%- endmacro %}


{# The products of every element of `deltas` with every element of `inputs`, delta by delta, as one list. #}
{% macro _products(deltas, inputs) -%}
  {{ return(adapter.dispatch('_products', 'dbt_nn')(deltas, inputs)) }}
{%- endmacro %}

{% macro default___products(deltas, inputs) -%}
array(
  select input * delta
  from unnest({{ deltas }}) with ordinality as deltas (delta, output_place)
  cross join unnest({{ inputs }}) with ordinality as inputs (input, input_place)
  order by output_place, input_place
)
{%- endmacro %}

{% macro duckdb___products(deltas, inputs) -%}
  {%- do return('flatten(list_transform(' ~ deltas ~ ', lambda delta: list_transform(' ~ inputs ~ ', lambda input: input * delta)))') -%}
{%- endmacro %}

{% macro spark___products(deltas, inputs) -%}
  {%- do return('flatten(transform(' ~ deltas ~ ', delta -> transform(' ~ inputs ~ ', input -> input * delta)))') -%}
{%- endmacro %}

{% macro bigquery___products(deltas, inputs) -%}
array(
  select input * delta
  from unnest({{ deltas }}) as delta with offset as output_place
  cross join unnest({{ inputs }}) as input with offset as input_place
  order by output_place, input_place
)
{%- endmacro %}


{# Lists, one after the other, as one. #}
{% macro _joined_lists(lists) -%}
  {{ return(adapter.dispatch('_joined_lists', 'dbt_nn')(lists)) }}
{%- endmacro %}

{% macro default___joined_lists(lists) -%}
  {%- do return(lists | join('\n|| ')) -%}
{%- endmacro %}

{% macro spark___joined_lists(lists) -%}
  {%- do return('concat(\n  ' ~ lists | join(',\n') | indent(2) ~ '\n)') -%}
{%- endmacro %}

{% macro bigquery___joined_lists(lists) -%}
  {%- do return('array_concat(\n  ' ~ lists | join(',\n') | indent(2) ~ '\n)') -%}
{%- endmacro %}


{# The values of a group's rows as a list, in the order of some columns. #}
{% macro _ordered_list(value, order) -%}
  {{ return(adapter.dispatch('_ordered_list', 'dbt_nn')(value, order)) }}
{%- endmacro %}

{% macro default___ordered_list(value, order) -%}
  {%- do return('array_agg(' ~ value ~ ' order by ' ~ order | join(', ') ~ ')') -%}
{%- endmacro %}

{# Rows are sorted by their fields, from the first on. #}
{% macro spark___ordered_list(value, order) -%}
  {%- do return('transform(array_sort(collect_list(struct(' ~ order | join(', ') ~ ', ' ~ value ~ ' as listed))), one -> one.listed)') -%}
{%- endmacro %}


{# That many elements of a list from a place on; places count from 1. #}
{% macro _slice(list, first, length) -%}
  {{ return(adapter.dispatch('_slice', 'dbt_nn')(list, first, length)) }}
{%- endmacro %}

{% macro default___slice(list, first, length) -%}
  {%- set last = first + length - 1 if first is number else first ~ ' + ' ~ (length - 1) -%}
  {%- do return(list ~ '[' ~ first ~ ':' ~ last ~ ']') -%}
{%- endmacro %}

{% macro spark___slice(list, first, length) -%}
  {%- do return('slice(' ~ list ~ ', ' ~ first ~ ', ' ~ length ~ ')') -%}
{%- endmacro %}

{% macro bigquery___slice(list, first, length) -%}
  {%- do return(
    'array(select one from unnest(' ~ list ~ ') as one with offset as place '
    ~ 'where place between ' ~ (first - 1) ~ ' and ' ~ (first + length - 2) ~ ' order by place)'
  ) -%}
{%- endmacro %}


{# One element of a list; places count from 1. #}
{% macro _element(list, place) -%}
  {{ return(adapter.dispatch('_element', 'dbt_nn')(list, place)) }}
{%- endmacro %}

{% macro default___element(list, place) -%}
  {%- do return(list ~ '[' ~ place ~ ']') -%}
{%- endmacro %}

{% macro spark___element(list, place) -%}
  {%- do return('element_at(' ~ list ~ ', ' ~ place ~ ')') -%}
{%- endmacro %}

{% macro bigquery___element(list, place) -%}
  {%- do return(list ~ '[ordinal(' ~ place ~ ')]') -%}
{%- endmacro %}
