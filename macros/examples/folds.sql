{#
  Which fold of a fleet a row belongs to. The rule is {folds, way, name, type, thresholds: [{class, fold, of, starts}]}; `name` and `type`
  are of the column that says it:
    hash    a hash of the id, or of its group's value where the rows of a group stay together: nothing is learned
    class   the hash of the id, with thresholds for each class, so that every fold has its share of it
    time    blocks of time, one more than folds: fold 1 is the second block, and a network trains on the rows before its fold. `of` is held
            where a fold starts, validation where the validation rows of its network do
#}
{% macro _fold_rule(description, options) %}
  {% if not options.folds %}
    {% do return({}) %}
  {% endif %}
  {% set split = description.split %}
  {% set way = 'time' if split.get('by_time') else 'class' if split.get('stratify') else 'hash' %}
  {% set column = description.time if way == 'time' else description.group or description.id %}
  {% do return({'folds': options.folds, 'way': way, 'name': column.name, 'type': column.type}) %}
{% endmacro %}


{#
  The columns that say it, as SQL: held_fold, from 1, and of time validates_until: the last fold whose network has the row in its validation
  rows. Of time, fold 0 is the first block, which every network trains on. `values` are {id, label, time}.
#}
{% macro _held_fold(rule, values) -%}
{%- set starts = dbt_nn._fold_starts(rule) -%}
{%- if rule.way == 'time' -%}
  {%- do return(dbt_nn._starts_passed(values.time, starts.get('held ', []))) -%}
{%- endif -%}
{%- set drawn = dbt_nn._drawn_for_folds(values.id) -%}
{%- set hashed = 'cast(floor(' ~ rule.folds ~ ' * ' ~ drawn ~ ') + 1 as ' ~ dbt.type_int() ~ ')' -%}
{%- if rule.way == 'class' and values.label and rule.get('thresholds') -%}
  {%- set branches = [] -%}
  {%- for class in rule.thresholds | map(attribute='class') | unique -%}
    {%- do branches.append(
      'when ' ~ dbt_nn._literal(class) ~ ' then 1 + ' ~ dbt_nn._starts_passed(drawn, starts['held ' ~ class])
    ) -%}
  {%- endfor -%}
  {%- do return('case ' ~ values.label ~ ' ' ~ branches | join(' ') ~ ' else ' ~ hashed ~ ' end') -%}
{%- endif -%}
{%- do return(hashed) -%}
{%- endmacro %}


{% macro _validates_until(rule, values) -%}
  {%- do return(dbt_nn._starts_passed(values.time, dbt_nn._fold_starts(rule).get('validation ', []))) -%}
{%- endmacro %}


{% macro _drawn_for_folds(id) -%}
  {%- do return(dbt_nn._uniform(dbt_nn._digest(dbt.concat(["'member-fold-'", id])), 1)) -%}
{%- endmacro %}


{# {of class: starts in order}. #}
{% macro _fold_starts(rule) %}
  {% set starts = {} %}
  {% for threshold in rule.get('thresholds', []) %}
    {% do starts.setdefault(threshold.of ~ ' ' ~ threshold.class, []).append(threshold.starts) %}
  {% endfor %}
  {% do return(starts) %}
{% endmacro %}


{# How many of some starts, in order, a value has passed; null where it is missing. #}
{% macro _starts_passed(value, starts) -%}
  {%- set branches = [] -%}
  {%- for start in starts -%}
    {%- do branches.append('when ' ~ value ~ ' < ' ~ dbt_nn._number(start) ~ ' then ' ~ loop.index0) -%}
  {%- endfor -%}
  {%- do branches.append('when ' ~ value ~ ' is not null then ' ~ starts | length) -%}
  {%- do return('case ' ~ branches | join(' ') ~ ' end') -%}
{%- endmacro %}


{#
  The thresholds, learned of the rows with a label. `known` are those of the fleet that is trained again: they stay, so that no row changes
  its fold, and only a class that is new gets its own.
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
