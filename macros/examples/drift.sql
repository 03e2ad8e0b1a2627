{#
  A column whose type is not the one that a network was trained with. It is cast to that type if the cast is exact, and raises an error if
  it is not:
    _drifted_feature(feature, column, double_type)   {raw: the feature as _raw would give it, problem: '' or what is wrong}
    _drifted_id(stored_type, column)                  {text: the id's text, problem}
  `column` is {name, quoted, type} of the examples. Of a column that can't be looked up the type is '': then the query looks itself, where
  the warehouse has a function for it.
#}
{% macro _drifted_feature(feature, column, double_type=none) %}
  {% set kind = dbt_nn._kind_of_type(column.type) if column.type else 'unknown' %}
  {% set before = 'number' if feature.kind == 'integer' else feature.kind %}
  {% set now = 'number' if kind == 'integer' else kind %}
  {% if kind == 'unknown' %}
    {% do return({'raw': dbt_nn._raw_of_unknown(feature, column, double_type), 'problem': ''}) %}
  {% elif now == before and (now != 'date' or dbt_nn._is_moment(column.type)) %}
    {% do return({'raw': dbt_nn._raw(dict(feature, quoted=column.quoted, kind=kind, type=column.type), double_type), 'problem': ''}) %}
  {% endif %}
  {% set categories = feature.inputs | selectattr('kind', 'equalto', 'category') | map(attribute='category') | list %}
  {% set raw = '' %}
  {% if before == 'number' and now == 'boolean' %}
    {% set raw = dbt_nn._raw(dict(feature, quoted=column.quoted, kind='boolean')) %}
  {% elif before == 'number' and now == 'text' %}
    {% set raw = dbt_nn._raw(dict(feature, quoted=dbt_nn._number_in_text(column), kind='number')) %}
  {% elif before == 'boolean' and now == 'number' %}
    {% set raw = dbt_nn._zero_or_one(column.quoted ~ ' = 1', column.quoted ~ ' = 0', column) %}
  {% elif before == 'boolean' and now == 'text' %}
    {% set raw = dbt_nn._zero_or_one('lower(' ~ column.quoted ~ ") = 'true'", 'lower(' ~ column.quoted ~ ") = 'false'", column) %}
  {% elif before == 'text' and now == 'number' and dbt_nn._all_whole_numbers(categories) %}
    {% set raw = dbt_nn._text_of_label(dict(column, kind=kind)) %}
  {% elif before == 'text' and now == 'boolean' and categories | reject('in', ['true', 'false']) | list == [] %}
    {% set raw = 'cast(' ~ column.quoted ~ ' as ' ~ dbt.type_string() ~ ')' %}
  {% endif %}
  {% do return({'raw': raw, 'problem': '' if raw else dbt_nn._drift_in_words("feature", feature.name, feature.type or before,
    column.type)}) %}
{% endmacro %}


{% macro _drift_in_words(what, name, before, now) %}
  {% do return("the network's " ~ what ~ " " ~ name ~ " was " ~ before ~ " in training and is " ~ now
    ~ " in the examples, which is not exactly the same; cast it to the type it had in training") %}
{% endmacro %}


{# The number in a text; a text that is not a number raises an error that names it. #}
{% macro _number_in_text(column) -%}
  {%- set message = "dbt_nn.predict: feature " ~ column.name ~ " was a number in training, but the examples contain the text '" -%}
  {%- set advice = "', which is not a number; make it null, or cast the column" -%}
  {%- set failed = dbt_nn._to_double(dbt_nn._fail_with(message, column.quoted, advice)) -%}
  {%- do return(
    'case when ' ~ dbt_nn._is_number_in_text(column.quoted) ~ ' then ' ~ dbt_nn._to_double(column.quoted)
    ~ ' when ' ~ column.quoted ~ ' is not null then ' ~ failed ~ ' end'
  ) -%}
{%- endmacro %}


{% macro _zero_or_one(is_one, is_zero, column) -%}
  {%- set failed = dbt_nn._to_double(dbt_nn._fail(dbt_nn._inexact(column))) -%}
  {%- do return(
    'case when ' ~ is_one ~ ' then ' ~ dbt_nn._number(1) ~ ' when ' ~ is_zero ~ ' then ' ~ dbt_nn._number(0)
    ~ ' when ' ~ column.quoted ~ ' is not null then ' ~ failed ~ ' end'
  ) -%}
{%- endmacro %}


{% macro _inexact(column) -%}
  {%- do return('dbt_nn.predict: column ' ~ column.name
    ~ ' has a value that does not fit the type it had in training; cast the column to that type') -%}
{%- endmacro %}


{# Whether every text is how an integer is written: 12 and -3, but not 007 or 1.0. #}
{% macro _all_whole_numbers(texts) %}
  {% for text in texts if text != text | int | string %}
    {% do return(false) %}
  {% endfor %}
  {% do return(texts | length > 0) %}
{% endmacro %}


{#
  A text of a column that dbt can't look up: a number, for example, would be read as a text of another kind, so the query raises an error.
#}
{% macro _raw_of_unknown(feature, column, double_type) -%}
  {%- set raw = dbt_nn._raw(dict(feature, quoted=column.quoted), double_type) -%}
  {%- if feature.kind != 'text' -%}{%- do return(raw) -%}{%- endif -%}
  {%- do return(dbt_nn._if_type_fits(column, 'text', raw)) -%}
{%- endmacro %}


{% macro _if_type_fits(column, kind, text) -%}
  {%- set type = dbt_nn._type_at_run(column.quoted) -%}
  {%- if not type -%}{%- do return(text) -%}{%- endif -%}
  {%- set of_text = ['%char%', 'text', 'string', 'enum%', 'uuid'] -%}
  {%- set patterns = {'text': of_text, 'integer': ['%int%'], 'number': ['%int%', 'decimal%', 'numeric%', 'double%', 'float',
    'real']}[kind] -%}
  {%- set fits = [] -%}
  {%- for pattern in patterns -%}
    {%- do fits.append('lower(' ~ type ~ ") like '" ~ pattern ~ "'") -%}
  {%- endfor -%}
  {%- do return(
    'case when ' ~ fits | join(' or ') ~ ' then ' ~ text ~ ' when ' ~ column.quoted ~ ' is not null then '
    ~ dbt_nn._fail('dbt_nn.predict: column ' ~ column.name ~ ' was a ' ~ kind ~ ' in training but has another type in the examples; cast it'
      ~ ' to the type it had in training') ~ ' end'
  ) -%}
{%- endmacro %}


{# A network that was stored without the type of its id has hashed the plain cast. #}
{% macro _drifted_id(stored_type, column, what='example_id') %}
  {% set before = dbt_nn._kind_of_type(stored_type) if stored_type else 'unknown' %}
  {% set now = dbt_nn._kind_of_type(column.type) if column.type else 'unknown' %}
  {% set text = dbt_nn._id_text(column.quoted, column.type) %}
  {% set numbers = ['integer', 'number'] %}
  {% if before == 'unknown' %}
    {% do return({'text': dbt_nn._id_text(column.quoted), 'problem': ''}) %}
  {% elif now == 'unknown' %}
    {% set plain = dbt_nn._id_text(column.quoted, stored_type) %}
    {% set is_checked = before in ['text', 'integer', 'number'] %}
    {% do return({'text': dbt_nn._if_type_fits(column, before, plain) if is_checked else plain, 'problem': ''}) %}
  {% elif before in numbers and now in numbers or dbt_nn._same_type(stored_type, column.type) %}
    {% do return({'text': text, 'problem': ''}) %}
  {% elif before == 'text' and now == 'text' and not dbt_nn._is_uuid(column.type) and not dbt_nn._is_uuid(stored_type) %}
    {% do return({'text': text, 'problem': ''}) %}
  {% elif now == 'text' and (before in numbers or dbt_nn._is_uuid(stored_type)) %}
    {# The cast raises where it is none. #}
    {% do return({'text': dbt_nn._id_text('cast(' ~ column.quoted ~ ' as ' ~ stored_type ~ ')', stored_type), 'problem': ''}) %}
  {% endif %}
  {% do return({'text': text, 'problem': dbt_nn._drift_in_words(what, column.name, stored_type, column.type)}) %}
{% endmacro %}


{% macro _same_type(one, other) %}
  {% do return(one | lower == other | lower) %}
{% endmacro %}


{% macro _is_uuid(type) %}
  {% do return(type | lower == 'uuid') %}
{% endmacro %}
