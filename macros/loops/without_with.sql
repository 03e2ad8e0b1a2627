{#
  A query of the package without WITH: each CTE is written where it is read, as a subquery of its name. For queries that `train` writes,
  whose CTEs never have the name of a column or a table.
  A frame is what stands between two parentheses: {out, ctes, expects, defines, pending, last, alias}.
#}
{% macro _without_with(query) %}
  {% set frames = [dbt_nn._frame({}, none)] %}
  {% for token in modules.re.findall("'(?:[^'\\\\]|\\\\.)*'|`[^`]*`|--[^\\n]*|\\w+|\\s+|[^\\w\\s]", query) %}
    {% set frame = frames[-1] %}
    {% set is_blank = token.isspace() or token.startswith('--') %}
    {% if not is_blank and frame.expects == 'more' %}
      {% do frame.update({'expects': 'name' if token == ',' else ''}) %}
    {% endif %}
    {% if not is_blank and frame.alias %}
      {% do frame.out.append('' if token == 'as' else ' as ' ~ frame.alias ~ ' ') %}
      {% do frame.update({'alias': ''}) %}
    {% endif %}

    {% if token == '(' %}
      {% do frames.append(dbt_nn._frame(frame.ctes, frame.pending if frame.expects == 'body' else none)) %}
    {% elif token == ')' %}
      {% do dbt_nn._close_frame(frames.pop(), frames[-1]) %}
    {% elif frame.expects %}
      {% do dbt_nn._read_heading(frame, token, is_blank) %}
    {% elif token == 'with' and not frame.out | join | trim %}
      {% do frame.update({'expects': 'name', 'out': []}) %}
    {% elif frame.last in ['from', 'join'] and token in frame.ctes %}
      {% do frame.out.append('(\n' ~ frame.ctes[token] ~ '\n)') %}
      {% do frame.update({'alias': token, 'last': ''}) %}
    {% else %}
      {% do frame.out.append(token) %}
      {% do frame.update({'last': frame.last if is_blank else token}) %}
    {% endif %}
  {% endfor %}
  {% do return(dbt_nn._text_of_frame(frames[0])) %}
{% endmacro %}


{% macro _frame(ctes, defines) %}
  {% do return({'out': [], 'ctes': dict(ctes), 'expects': '', 'defines': defines, 'pending': none, 'last': '', 'alias': ''}) %}
{% endmacro %}


{# Between WITH and the query proper: name as ( body ), … #}
{% macro _read_heading(frame, token, is_blank) %}
  {% if is_blank or token == ',' %}
    {# what stands between #}
  {% elif frame.expects == 'name' %}
    {% do frame.update({'pending': token, 'expects': 'as'}) %}
  {% elif frame.expects == 'as' %}
    {% do frame.update({'expects': 'body'}) %}
  {% endif %}
{% endmacro %}


{% macro _close_frame(frame, around) %}
  {% if frame.defines %}
    {% do around.ctes.update({frame.defines: dbt_nn._text_of_frame(frame)}) %}
    {% do around.update({'expects': 'more'}) %}
  {% else %}
    {% do around.out.append('(' ~ dbt_nn._text_of_frame(frame) ~ ')') %}
    {% do around.update({'last': ')'}) %}
  {% endif %}
{% endmacro %}


{% macro _text_of_frame(frame) %}
  {% do return((frame.out | join) ~ (' as ' ~ frame.alias if frame.alias else '')) %}
{% endmacro %}
