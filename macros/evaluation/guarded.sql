{#
  The values that are read from a row, with a check: a value that cannot be evaluated stops the query with a message, whenever it runs.
  A missing weight is 0.
#}
{% macro _weight(read) -%}
{%- set weight = dbt_nn._to_double(read.weight) if read.weight else '' -%}
{%- if read.weight -%}
case
  when {{ weight }} >= 0 and {{ dbt_nn._is_finite(weight) }} then {{ weight }}
  when {{ weight }} is null then {{ dbt_nn._number(0) }}
  else {{ dbt_nn._to_double(dbt_nn._fail(
    read.where ~ ": example_weight " ~ read.weight_name ~ " is below 0, NaN or infinite in some rows; accepted: numbers of at least 0",
    read.weight
  )) }}
end
{%- else -%}
{{ dbt_nn._number(1) }}
{%- endif -%}
{%- endmacro %}


{#
  A missing or NaN probability stays as it is; others are between 0 and 1, except for the rounding of a sum.
  There may be a thousand of them: what is common is written once, with marks for the column and for its name in a message.
#}
{% macro _guarded_probability(where) -%}
{%- set probability = dbt_nn._to_double('<column>') -%}
case
  when {{ probability }} between {{ dbt_nn._number('-1e-9') }} and {{ dbt_nn._number(1.000000001) }} then {{ probability }}
  when {{ probability }} is null or lower(cast({{ probability }} as {{ dbt.type_string() }})) = 'nan' then {{ probability }}
  else {{ dbt_nn._to_double(dbt_nn._fail(
    where ~ ": <name> is below 0 or above 1 in some rows; accepted: probabilities from 0 to 1. "
    ~ "Rename a column that is not the probability of a class",
    '<column>'
  )) }}
end
{%- endmacro %}


{% macro _probability(read, column) -%}
  {%- set name = dbt_nn._written_name(column | replace("'", '') | replace('"', '') | replace('`', '')) -%}
  {%- do return(read.guarded_probability | replace('<column>', column) | replace('<name>', name)) -%}
{%- endmacro %}


{#
  The label as text, the name of its class. Equal numbers are one class: -0.0 and 0.0 are 0. With `classes` given, a label is one of them,
  and a number has the name that is given there, 1 for 1.0 too.
#}
{% macro _label_text(read, given) -%}
  {%- set text = dbt_nn._text_of_class(read.label, read.label_type) -%}
  {%- set classes = dbt_nn._as_list(given.get('classes')) -%}
  {%- if not classes -%}
    {%- do return(text) -%}
  {%- endif -%}
  {%- set is_number = dbt_nn._are_numbers(classes, read.label_type) -%}
  {%- set names = [] -%}
  {%- for class in classes -%}
    {%- do names.append(dbt_nn._class_text(class)) -%}
  {%- endfor -%}
  {%- set message = read.where ~ ": label " ~ given.label ~ " has a value that is not in classes; classes is " ~ names | join(', ') -%}
  {%- set value = read.label if is_number else text -%}
  {%- do return(dbt_nn._named_class(value, classes if is_number else names, names, dbt_nn._fail(message, read.label))) -%}
{%- endmacro %}


{# Whether classes are given as the numbers that a label of this type has. #}
{% macro _are_numbers(classes, type) %}
  {% set numbers = namespace(count=0) %}
  {% for class in classes if dbt_nn._is_number(class) %}
    {% set numbers.count = numbers.count + 1 %}
  {% endfor %}
  {% do return(classes and numbers.count == classes | length and dbt_nn._kind_of_type(type) in ['integer', 'number']) %}
{% endmacro %}


{# The name that stands for a value; for one that has none, `otherwise`. #}
{% macro _named_class(value, classes, names, otherwise) -%}
case {{ value }}
  {%- for class in classes %}
  when {{ dbt_nn._literal(class) }} then {{ dbt_nn._literal(names[loop.index0]) }}
  {%- endfor %}
  else {{ otherwise }}
end
{%- endmacro %}


{# A value as the text of its class: of numbers as training names them, so 0, 0.0 and -0.0 are 0. #}
{% macro _text_of_class(value, type) -%}
  {%- if dbt_nn._kind_of_type(type) == 'number' -%}
    {%- do return(dbt_nn._number_text(value, type)) -%}
  {%- endif -%}
  {%- do return('cast(' ~ value ~ ' as ' ~ dbt.type_string() ~ ')') -%}
{%- endmacro %}


{# The predicted label as the label's text: 1 and 1.0 are the same class, 1.4 is not one of integers. #}
{% macro _predicted_text(read) -%}
  {%- set predicted = read.columns['predicted_label'] -%}
  {%- set kind = dbt_nn._kind_of_type(read.label_type) -%}
  {%- set own = dbt_nn._kind_of_type(predicted.type) -%}
  {%- set text = dbt_nn._text_of_class(predicted.quoted, predicted.type) -%}
  {%- set as_label = 'cast(' ~ predicted.quoted ~ ' as ' ~ read.label_type ~ ')' -%}
  {%- set value = text -%}
  {%- if kind == 'integer' and own == 'number' -%}
    {%- set whole = 'cast(cast(' ~ predicted.quoted ~ ' as ' ~ dbt_nn._warehouse().bigint_type ~ ') as ' ~ dbt.type_string() ~ ')' -%}
    {%- set is_whole = 'floor(' ~ predicted.quoted ~ ') = ' ~ predicted.quoted ~ ' and abs(' ~ predicted.quoted ~ ') < 9e18' -%}
    {%- set value = 'case when ' ~ is_whole ~ ' then ' ~ whole ~ ' else ' ~ text ~ ' end' -%}
  {%- elif kind == 'number' and own in ['integer', 'number'] and predicted.type != read.label_type -%}
    {%- set is_equal = dbt_nn._to_double(as_label) ~ ' = ' ~ dbt_nn._to_double(predicted.quoted) -%}
    {%- set is_short = dbt_nn._is_float(read.label_type) or dbt_nn._is_float(predicted.type) -%}
    {%- set same = dbt_nn._text_of_class(as_label, read.label_type) -%}
    {%- set value = same if is_short else 'case when ' ~ is_equal ~ ' then ' ~ same ~ ' else ' ~ text ~ ' end' -%}
  {%- elif kind not in ['text', own] -%}
    {%- set value = dbt_nn._text_of_class(as_label, read.label_type) -%}
  {%- endif -%}
  {%- set classes = dbt_nn._as_list(read.given_classes) -%}
  {%- if dbt_nn._are_numbers(classes, read.label_type) and own in ['integer', 'number'] -%}
    {%- do return(dbt_nn._named_class(predicted.quoted, classes, classes | map('string') | list, value)) -%}
  {%- endif -%}
  {%- do return(value) -%}
{%- endmacro %}


{# A number of four bytes holds another 0.1 than one of eight: they are compared as those of four. #}
{% macro _is_float(type) -%}
  {%- do return(type | lower in ['float', 'real', 'float4']) -%}
{%- endmacro %}


{# In a query with known classes: the result for a row of another class. #}
{% macro _unknown_class(read, type) -%}
  {%- set what = read.where ~ ": label " ~ read.label_name -%}
  {%- set message = what ~ " has a class that had no row when this query was compiled; run this model again" -%}
  {%- do return('cast(' ~ dbt_nn._fail(message, read.label) ~ ' as ' ~ type ~ ')') -%}
{%- endmacro %}
