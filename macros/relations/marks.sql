{#
  The relation that a query reads between two marks; '' where there is no such mark. More than one relation, or a mark left open, raises.
#}
{% macro _marked_relation(query, mark, where) %}
  {% set opening = '/*<' ~ mark ~ '>*/' %}
  {% set closing = '/*</' ~ mark ~ '>*/' %}
  {% set found = [] %}
  {% set pieces = query.split(opening) %}
  {% for piece in pieces %}
    {% set parts = piece.split(closing) %}
    {% if (parts | length) != (1 if loop.first else 2) %}
      {% do exceptions.raise_compiler_error(where ~ ": the comment " ~ opening ~ " or " ~ closing ~ " has no counterpart; write {{ dbt_nn."
        ~ mark ~ "(ref('...')) }} and keep the comments that it renders") %}
    {% endif %}
    {% if not loop.first and parts[0] | trim not in found %}
      {% do found.append(parts[0] | trim) %}
    {% endif %}
  {% endfor %}
  {% if found | length > 1 %}
    {% do exceptions.raise_compiler_error(where ~ ": the stages read " ~ mark ~ " from more than one relation: " ~ found | join(' and ')) %}
  {% endif %}
  {% do return(found[0] if found else '') %}
{% endmacro %}


{# The query with every marked relation turned to another. #}
{% macro _turn_to(query, mark, relation) %}
  {% set pieces = [] %}
  {% for piece in query.split('/*<' ~ mark ~ '>*/') %}
    {% if loop.first %}
      {% do pieces.append(piece) %}
    {% else %}
      {% do pieces.append(relation ~ piece.split('/*</' ~ mark ~ '>*/')[1]) %}
    {% endif %}
  {% endfor %}
  {% do return(pieces | join) %}
{% endmacro %}


{# A relation between two marks; one that is marked already stays as it is. #}
{% macro _marked(mark, relation) -%}
  {%- set given = relation | string -%}
  {%- if '/*<' ~ mark ~ '>*/' in given -%}
    {%- do return(given) -%}
  {%- endif -%}
  {%- do return('/*<' ~ mark ~ '>*/ ' ~ given ~ ' /*</' ~ mark ~ '>*/') -%}
{%- endmacro %}
