{#
  Why a network is trained, in words; '' if the standing one is the one that training would end with.
  `asked` is {given: the options as the user gave them, rows: the mark of the rows}.
#}
{% macro _reason_to_train(target, options, description, query, warm_start, asked) %}
  {% set standing = load_cached_relation(target) %}
  {% if standing is none or not standing.is_table or not dbt_nn._is_network(standing) %}
    {% do return('there is no network yet') %}
  {% elif should_full_refresh() %}
    {% do return('of a full refresh') %}
  {% elif not options.resume %}
    {% do return('resume is false') %}
  {% endif %}
  {% set stored = dbt_nn._stored_facts(target) %}
  {% if not stored %}
    {% do return('the existing network is empty') %}
  {% elif 'rows_mark' not in stored %}
    {% do return(dbt_nn._reason_since_0_1_0(stored, options, description, query, warm_start)) %}
  {% endif %}
  {% set changed = dbt_nn._changed_rows(fromjson(stored.rows_mark), asked.rows) %}
  {% do return(changed or dbt_nn._changed_options(fromjson(stored.given_options), asked.given)) %}
{% endmacro %}


{# The options of a stored network, by name, as texts. #}
{% macro _stored_facts(relation) %}
  {% set found = {} %}
  {% for row in run_query("select input_name, output_name from " ~ relation ~ " where role = 'option'").rows %}
    {% do found.update({row[0]: row[1]}) %}
  {% endfor %}
  {% do return(found) %}
{% endmacro %}


{% macro _changed_rows(before, now) %}
  {% if before.columns != now.columns %}
    {% do return('columns of the examples changed') %}
  {% elif before.rows != now.rows %}
    {% do return('there are ' ~ now.rows ~ ' rows with a label instead of ' ~ before.rows) %}
  {% elif before.hash != now.hash %}
    {% do return('rows of the examples changed') %}
  {% endif %}
  {% do return('') %}
{% endmacro %}


{# An option that is given now or was then counts with its value; one that never was may have another default since. #}
{% macro _changed_options(before, now) %}
  {% for option in dbt_nn._options_of('train') if option.name in before or option.name in now %}
    {% set old = before.get(option.name, dbt_nn._default_of(option, 'train')) %}
    {% set new = now.get(option.name, dbt_nn._default_of(option, 'train')) %}
    {% if old | tojson != new | tojson %}
      {% do return('option ' ~ option.name ~ ' changed from ' ~ dbt_nn._in_words(old) ~ ' to ' ~ dbt_nn._in_words(new)) %}
    {% endif %}
  {% endfor %}
  {% do return('') %}
{% endmacro %}


{% macro _in_words(value) %}
  {% do return(value if value is string and value else 'none' if value is none or value is string else value | tojson) %}
{% endmacro %}
