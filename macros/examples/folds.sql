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
