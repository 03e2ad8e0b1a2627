{#
  What `body` makes of every element of a list. `element` names it in the body, `index` its place, for reading another list
  at the same place as `other[index]`: that counts from where the warehouse counts.
#}
{% macro _map(list, element, body, index=none) -%}
  {{ return(adapter.dispatch('_map', 'dbt_nn')(list, element, body, index)) }}
{%- endmacro %}

{% macro default___map(list, element, body, index) -%}
  {%- do return('list_transform(' ~ list ~ ', lambda ' ~ element ~ (', ' ~ index if index else '') ~ ': ' ~ body ~ ')') -%}
{%- endmacro %}

{% macro spark___map(list, element, body, index) -%}
  {%- set names = '(' ~ element ~ ', ' ~ index ~ ')' if index else element -%}
  {%- do return('transform(' ~ list ~ ', ' ~ names ~ ' -> ' ~ body ~ ')') -%}
{%- endmacro %}


{# A list with one element more, at its beginning. #}
{% macro _prepended(element, list) -%}
  {{ return(adapter.dispatch('_prepended', 'dbt_nn')(element, list)) }}
{%- endmacro %}

{% macro default___prepended(element, list) -%}
  {%- do return('list_prepend(' ~ element ~ ', ' ~ list ~ ')') -%}
{%- endmacro %}

{% macro spark___prepended(element, list) -%}
  {%- do return('concat(array(' ~ element ~ '), ' ~ list ~ ')') -%}
{%- endmacro %}


{# The sum of a list. #}
{% macro _list_sum(list) -%}
  {{ return(adapter.dispatch('_list_sum', 'dbt_nn')(list)) }}
{%- endmacro %}

{% macro default___list_sum(list) -%}
  {%- do return('list_sum(' ~ list ~ ')') -%}
{%- endmacro %}

{% macro spark___list_sum(list) -%}
  {%- do return('aggregate(' ~ list ~ ', 0e0, (total, one) -> total + one)') -%}
{%- endmacro %}


{# The largest element of a list. #}
{% macro _list_max(list) -%}
  {{ return(adapter.dispatch('_list_max', 'dbt_nn')(list)) }}
{%- endmacro %}

{% macro default___list_max(list) -%}
  {%- do return('list_max(' ~ list ~ ')') -%}
{%- endmacro %}

{% macro spark___list_max(list) -%}
  {%- do return('array_max(' ~ list ~ ')') -%}
{%- endmacro %}


{# The place of the first element that equals a value, from 1. #}
{% macro _list_position(list, value) -%}
  {{ return(adapter.dispatch('_list_position', 'dbt_nn')(list, value)) }}
{%- endmacro %}

{% macro default___list_position(list, value) -%}
  {%- do return('list_position(' ~ list ~ ', ' ~ value ~ ')') -%}
{%- endmacro %}

{% macro spark___list_position(list, value) -%}
  {%- do return('cast(array_position(' ~ list ~ ', ' ~ value ~ ') as int)') -%}
{%- endmacro %}


{# The integers from one to another, as a list. #}
{% macro _places(first, last) -%}
  {{ return(adapter.dispatch('_places', 'dbt_nn')(first, last)) }}
{%- endmacro %}

{% macro default___places(first, last) -%}
  {%- do return('range(' ~ first ~ ', ' ~ (last + 1) ~ ')') -%}
{%- endmacro %}

{% macro spark___places(first, last) -%}
  {%- do return('sequence(' ~ first ~ ', ' ~ last ~ ')') -%}
{%- endmacro %}


{# A column of a group's rows as a list; lists of one aggregate have one order. #}
{% macro _collected(value) -%}
  {{ return(adapter.dispatch('_collected', 'dbt_nn')(value)) }}
{%- endmacro %}

{% macro default___collected(value) -%}
  {%- do return('list(' ~ value ~ ')') -%}
{%- endmacro %}

{% macro spark___collected(value) -%}
  {%- do return('collect_list(' ~ value ~ ')') -%}
{%- endmacro %}


{# Columns of a group's rows as a list of lists, in one order. #}
{% macro _collected_columns(columns) -%}
  {{ return(adapter.dispatch('_collected_columns', 'dbt_nn')(columns)) }}
{%- endmacro %}

{% macro default___collected_columns(columns) -%}
  {%- do return('[list(' ~ columns | join('), list(') ~ ')]') -%}
{%- endmacro %}

{% macro spark___collected_columns(columns) -%}
  {%- do return('array(collect_list(' ~ columns | join('), collect_list(') ~ '))') -%}
{%- endmacro %}


{# A list of lists as one list. #}
{% macro _flattened(lists) -%}
  {{ return(adapter.dispatch('_flattened', 'dbt_nn')(lists)) }}
{%- endmacro %}

{% macro default___flattened(lists) -%}
  {%- do return('flatten(' ~ lists ~ ')') -%}
{%- endmacro %}


{#
  What SQL over the columns of a row makes of each place, where some of these columns are `lists` of one length. The first of them that it
  names is walked through, and gives its name to its element. (A list of all places would be a constant, which DuckDB plans for seconds.)
#}
{% macro _at_each_place(sql, lists) -%}
  {%- set words = modules.re.findall("\\w+|\\W+", sql) -%}
  {%- set walked = words | select('in', lists) | first -%}
  {%- set written = [] -%}
  {%- for word in words -%}
    {%- do written.append(dbt_nn._element(word, 'place') if word in lists and word != walked else word) -%}
  {%- endfor -%}
  {%- do return(dbt_nn._map(walked, walked, written | join, index='place')) -%}
{%- endmacro %}
