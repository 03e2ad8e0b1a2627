{#
  The thresholds of folds, see folds.sql, learned of the rows with a label. `known` are those of the fleet that is retrained: they are kept,
  so that no row changes its fold, and only a new class gets thresholds.
#}
{% macro _learned_folds(description, query, known, where) %}
  {% set rule = description.fold_rule %}
  {% if rule.way == 'hash' %}
    {% do return([]) %}
  {% elif rule.way == 'time' %}
    {% do return(known or dbt_nn._folds_of_time(description, query, where)) %}
  {% endif %}
  {% do return(known + dbt_nn._folds_of_classes(description, query, known | map(attribute='class') | list)) %}
{% endmacro %}


{# Each fold starts at the draw of the first row after its share of the class. #}
{% macro _folds_of_classes(description, query, told) %}
  {% set folds = description.fold_rule.folds %}
  {% set places = {} %}
  {% for row in dbt_nn._query(dbt_nn._rows_of_classes(description, query)).rows if row['class'] | string not in told %}
    {% set of_class = [] %}
    {% for fold in range(2, folds + 1) %}
      {% do of_class.append((((fold - 1) * (row['row_count'] | int) / folds + 0.500000001) | int) + 1) %}
    {% endfor %}
    {% do places.update({row['class'] | string: of_class}) %}
  {% endfor %}
  {% if not places %}
    {% do return([]) %}
  {% endif %}
  {% set draws = {} %}
  {% set drawn = dbt_nn._drawn_for_folds(dbt_nn._id_text(description.id.quoted, description.id.type)) %}
  {% for row in dbt_nn._query(dbt_nn._draws_at(description, query, places, range(folds - 1) | list, drawn)).rows %}
    {% do draws.update({row['class'] | string ~ ' ' ~ (row['place'] | int): row['starts'] | string}) %}
  {% endfor %}
  {% set thresholds = [] %}
  {% for class, of_class in places.items() %}
    {% for place in of_class if class ~ ' ' ~ place in draws %}
      {% do thresholds.append({'class': class, 'fold': loop.index + 1, 'of': 'held', 'starts': draws[class ~ ' ' ~ place]}) %}
    {% endfor %}
  {% endfor %}
  {% do return(thresholds) %}
{% endmacro %}


{# Of the rows that do not test; the validation rows of a network are the latest before its fold, in the share that the split gives them. #}
{% macro _folds_of_time(description, query, where) %}
  {% set folds = description.fold_rule.folds %}
  {% set fractions = description.split.fractions %}
  {% set share = (fractions.train + fractions.validation) | round(9) %}
  {% set tests = 1 if share < 1 else 0 %}
  {% set found = dbt_nn._query(dbt_nn._time_facts(description, query)).rows[0] %}
  {% if found[0] and found[2] < folds + 1 + tests %}
    {% do exceptions.raise_compiler_error(where ~ ": folds is " ~ folds ~ ", and split by_time " ~ description.time.name ~ " has "
      ~ dbt_nn._counted(found[2], 'value', 'distinct ') ~ " in the rows with a label; " ~ folds ~ " folds need at least "
      ~ (folds + 1 + tests)) %}
  {% endif %}
  {% set held = [] %}
  {% set validation = [] %}
  {% set told = [] %}
  {% for fold in range(1, folds + 1) %}
    {% set before = share * fold / (folds + 1) %}
    {% for row in dbt_nn._query(dbt_nn._time_nearest_to(
      description, query, before, folds + 1 - fold + tests, held[-1].starts if held else none
    )).rows %}
      {% do held.append({'class': '', 'fold': fold, 'of': 'held', 'starts': row['starts'] | string}) %}
      {% do told.append(fold ~ ' from ' ~ row['written'] ~ ' on') %}
    {% endfor %}
    {% if fractions.validation > 0 %}
      {% set of_train = fractions.train / share %}
      {% for row in dbt_nn._query(dbt_nn._time_nearest_to(description, query, before * of_train, 1, none)).rows %}
        {% do validation.append({'class': '', 'fold': fold, 'of': 'validation', 'starts': row['starts'] | string}) %}
      {% endfor %}
    {% endif %}
  {% endfor %}
  {% do log(where ~ ": folds by " ~ description.time.name ~ ": " ~ told | join(', '), info=true) if told %}
  {% do return(held + validation) %}
{% endmacro %}
