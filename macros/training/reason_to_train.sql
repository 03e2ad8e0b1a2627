{#
  Why a network is trained, in words; '' if the standing one is the one that training would end with.
  `asked` is {given: the options as the user gave them, rows: the mark of the rows, capped: at how many iterations, or ''}.
#}
{% macro _reason_to_train(standing, options, description, query, warm_start, asked) %}
  {% set stored = standing.facts %}
  {% if standing.relation is none %}
    {% do return('there is no network yet') %}
  {% elif should_full_refresh() %}
    {% do return('of a full refresh') %}
  {% elif not options.resume %}
    {% do return('resume is false') %}
  {% elif not stored %}
    {% do return('the existing network is empty') %}
  {% elif 'rows_mark' not in stored %}
    {% do return(dbt_nn._reason_since_0_1_0(stored, options, description, query, warm_start)) %}
  {% endif %}
  {% set changed = dbt_nn._changed_rows(fromjson(stored.rows_mark), asked.rows) %}
  {% do return(
    changed
    or dbt_nn._changed_options(fromjson(stored.given_options), asked.given)
    or dbt_nn._changed_cap(stored.get('capped'), asked.capped)
  ) %}
{% endmacro %}


{# A capped network is trained in full when the cap is lifted; a full one is not retrained because of a cap. #}
{% macro _changed_cap(before, now) %}
  {% if not before or before | string == now | string %}
    {% do return('') %}
  {% endif %}
  {% do return('the existing network was capped at ' ~ before ~ ' iterations by dbt_nn_iterations'
    ~ (', which is ' ~ now ~ ' now' if now else '')) %}
{% endmacro %}


{% macro _changed_rows(before, now) %}
  {% if before.columns != now.columns %}
    {% do return('columns of the examples changed') %}
  {% elif before.rows == now.rows and before.hash == now.hash %}
    {% do return('') %}
  {% endif %}
  {% set changed = dbt_nn._number_of_changed_rows(before, now) %}
  {% if before.rows != now.rows %}
    {% do return('there are ' ~ dbt_nn._with_commas(now.rows) ~ ' rows with a label instead of ' ~ dbt_nn._with_commas(before.rows)
      ~ (', and about ' ~ dbt_nn._with_commas(changed) ~ ' of those changed' if changed else '')) %}
  {% endif %}
  {% do return(('about ' ~ dbt_nn._with_commas(changed) if changed else 'some') ~ ' of the ' ~ dbt_nn._with_commas(now.rows)
    ~ ' rows of the examples changed') %}
{% endmacro %}


{#
  How many rows changed, beside those that were added or removed, as their sketches tell: to some 5 percent, the fewer the nearer. none
  where they can't: equal rows count with their square, so with many of them it is not an estimate. Where rows were added, what chance may
  leave is not a change.
#}
{% macro _number_of_changed_rows(before, now) %}
  {% if not before.get('sketch') %}
    {% do return(none) %}
  {% endif %}
  {% set sketches = [] %}
  {% for mark in [before, now] %}
    {% set sketch = dbt_nn._whole_numbers(mark.sketch) %}
    {% if dbt_nn._second_moment(sketch) > 1.3 * mark.rows %}
      {% do return(none) %}
    {% endif %}
    {% do sketches.append(sketch) %}
  {% endfor %}
  {% set differing = dbt_nn._second_moment(sketches[0], sketches[1]) %}
  {% set added = (now.rows - before.rows) | abs %}
  {% set changed = [((differing - added) / 2) | round | int, before.rows, now.rows] | min %}
  {% do return(changed if changed > 0.2 * added else none) %}
{% endmacro %}


{% macro _whole_numbers(text) %}
  {% set numbers = [] %}
  {% for number in text.split(',') %}
    {% do numbers.append(number | int) %}
  {% endfor %}
  {% do return(numbers) %}
{% endmacro %}


{# An option that is given now or was then counts with its value; one that never was may have another default since. #}
{% macro _changed_options(before, now) %}
  {% for option in dbt_nn._options_of('train') if option.name in before or option.name in now %}
    {% set old = before.get(option.name, dbt_nn._default_of(option, 'train')) %}
    {% set new = now.get(option.name, dbt_nn._default_of(option, 'train')) %}
    {% set is_asked_for = not option.is_once or new == true %}
    {% if old | tojson != new | tojson and is_asked_for %}
      {% do return('option ' ~ option.name ~ ' changed from ' ~ dbt_nn._in_words(old) ~ ' to ' ~ dbt_nn._in_words(new)) %}
    {% endif %}
  {% endfor %}
  {% do return('') %}
{% endmacro %}


{% macro _in_words(value) %}
  {% do return(value if value is string and value else 'none' if value is none or value is string else value | tojson) %}
{% endmacro %}
