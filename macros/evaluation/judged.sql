{#
  The rows that can be evaluated: those with a label. Columns have names of the package, so that they do not clash with those of the user;
  classes are text. `metrics` say which columns are needed.
#}
{% macro _judged(read, metrics) -%}
{%- set columns = dbt_nn._by_columns(read) -%}
{%- do columns.append(read.label_text ~ ' as label') -%}
{%- if dbt_nn._reading(metrics, ['labels']) -%}
  {%- do columns.append(dbt_nn._predicted_text(read) ~ ' as predicted_label') -%}
{%- endif -%}
{%- if 'log_loss' in metrics or ('brier_score' in metrics and not read.positive) -%}
  {%- do columns.append(dbt_nn._own_probability(read) ~ ' as own_probability') -%}
{%- endif -%}
{%- if 'brier_score' in metrics -%}
  {%- do columns.append(dbt_nn._squared_probabilities(read) ~ ' as squares') -%}
{%- endif -%}
{%- do columns.append(dbt_nn._weight(read) ~ ' as weight') -%}
select
  {{ columns | join(',\n') | indent(2) }}
from {{ read.relation }}
where {{ read.label }} is not null
{%- endmacro %}


{# The groups' columns under names of the package: by_1, by_2, … #}
{% macro _by_columns(read) %}
  {% set columns = [] %}
  {% for column in read.by %}
    {% do columns.append(column.quoted ~ ' as by_' ~ loop.index) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _by_names(read) %}
  {% set names = [] %}
  {% for column in read.by %}
    {% do names.append('by_' ~ loop.index) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# And under their own names again, as the last SELECT returns them. #}
{% macro _by_answers(read) %}
  {% set columns = [] %}
  {% for column in read.by %}
    {% do columns.append('by_' ~ loop.index ~ ' as ' ~ column.quoted) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# `group by …` where there is something to group by; without, an aggregate has one row. #}
{% macro _group_by(names) -%}
  {%- do return('\ngroup by ' ~ names | join(', ') if names else '') -%}
{%- endmacro %}


{% macro _partition_by(names) -%}
  {%- do return('partition by ' ~ names | join(', ') ~ ' ' if names else '') -%}
{%- endmacro %}


{# Whether the row's label is this class. #}
{% macro _is_class(read, class) -%}
  {%- do return(read.label_text ~ ' = ' ~ dbt_nn._literal(class.name)) -%}
{%- endmacro %}


{# The probability of the row's own class. #}
{% macro _own_probability(read) -%}
{%- if not read.classes | selectattr('has_rows') | list -%}
cast(null as {{ dbt_nn._warehouse().double_type }})
{%- else -%}
case {{ read.label_text }}
  {%- for class in read.classes if class.has_rows %}
  when {{ dbt_nn._literal(class.name) }} then {{ dbt_nn._probability(read, class.column) | indent(2) }}
  {%- endfor %}
  else {{ dbt_nn._unknown_class(read, dbt_nn._warehouse().double_type) }}
end
{%- endif -%}
{%- endmacro %}


{# What the Brier score adds up over the classes, or of the positive one: the distance is this less 2 * own_probability, plus 1. #}
{% macro _squared_probabilities(read) -%}
{%- if read.positive -%}
{%- set probability = dbt_nn._probability(read, read.positive.column) -%}
case
  when {{ dbt_nn._is_class(read, read.positive) }}
    then (1 - {{ probability }}) * (1 - {{ probability }})
  else {{ probability }} * {{ probability }}
end
{%- else -%}
{%- set squares = [] -%}
{%- for class in read.classes -%}
  {%- do squares.append(dbt_nn._probability(read, class.column) ~ ' * ' ~ dbt_nn._to_double(class.column)) -%}
{%- endfor -%}
{{ dbt_nn._total(squares) }}
{%- endif -%}
{%- endmacro %}


{# The number of rows without such a number: a sum would ignore them. Rows of weight 0 need none. #}
{% macro _lost(expression, unless='') -%}
  {%- do return('sum(case when ' ~ dbt_nn._is_finite(expression) ~ (' or ' ~ unless if unless else '') ~ ' then 0 else 1 end)') -%}
{%- endmacro %}
