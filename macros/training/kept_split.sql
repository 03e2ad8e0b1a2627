{#
  The description with the thresholds of its split, where the split learns some. Those of the network that is retrained are kept, otherwise
  those of the network to start from: no row changes sides, unless refresh_split asks for it or the split is another one.
#}
{% macro _with_thresholds(query, described, standing, where) %}
  {% set description = described.description %}
  {% set rule = description.split %}
  {% if not dbt_nn._learns_thresholds(rule) %}
    {% do return(description) %}
  {% endif %}
  {% if description.fold_rule %}
    {% set folds = dbt_nn._learned_folds(description, query, dbt_nn._folds_before(description, described, standing), where) %}
    {% set description = dict(description, fold_rule=dict(description.fold_rule, thresholds=folds)) %}
  {% endif %}
  {% set before = dbt_nn._thresholds_before(rule, described, standing) %}
  {% set known = [] if described.options.refresh_split else before %}
  {% set learned = dbt_nn._learned_thresholds(description, described.options, query, known, where) %}
  {% set now = dict(description, split=dict(rule, thresholds=learned)) %}
  {% if described.options.refresh_split and before %}
    {% do dbt_nn._log_moved_rows(dict(description, split=dict(rule, thresholds=before)), now, query, where) %}
  {% elif before %}
    {% do log(where ~ ": the split keeps the thresholds of the existing network", info=true) %}
  {% endif %}
  {% do return(now) %}
{% endmacro %}


{% macro _thresholds_before(rule, described, standing) %}
  {% set warm_start = described.warm_start %}
  {% for network in [
    {'relation': standing.get('relation'), 'split': standing.get('facts', {}).get('split')},
    {'relation': warm_start.relation, 'split': warm_start.options.get('split')} if warm_start else {'relation': none, 'split': none}
  ] if network.relation and network.split and dbt_nn._is_same_split(fromjson(network.split), rule) %}
    {% set thresholds = dbt_nn._stored_thresholds(network.relation) %}
    {% if thresholds %}
      {% do return(thresholds) %}
    {% endif %}
  {% endfor %}
  {% do return([]) %}
{% endmacro %}


{# The thresholds of the standing fleet's folds, where its folds are those of today. #}
{% macro _folds_before(description, described, standing) %}
  {% set facts = standing.get('facts', {}) %}
  {% if described.options.refresh_split or 'fleet' not in facts
    or fromjson(facts.fleet).fold_by | tojson != description.fold_rule | tojson
    or not dbt_nn._is_same_split(fromjson(facts.split), description.split) %}
    {% do return([]) %}
  {% endif %}
  {% do return(dbt_nn._stored_folds(standing.relation)) %}
{% endmacro %}


{# A date that became a timestamp gives the same numbers; a number does not. #}
{% macro _is_same_split(one, other) %}
  {% set marks = [] %}
  {% for rule in [one, other] %}
    {% set time = rule.get('time_type') %}
    {% do marks.append(dict(
      rule, id=(rule.get('id') or '') | lower, by_time=(rule.get('by_time') or '') | lower,
      time_type=(dbt_nn._is_moment(time) | string) if time else '', thresholds=none
    ) | tojson) %}
  {% endfor %}
  {% do return(marks[0] == marks[1]) %}
{% endmacro %}


{% macro _log_moved_rows(before, now, query, where) %}
  {% set moved = dbt_nn._query(dbt_nn._moved_rows(before, now, query)).rows[0] %}
  {% do log(where ~ ": refresh_split: " ~ dbt_nn._with_commas(moved[0]) ~ " of " ~ dbt_nn._with_commas(moved[1])
    ~ " rows with a label change sides", info=true) %}
{% endmacro %}


{% macro _moved_rows(before, now, query) -%}
select
  coalesce(sum(case
    when coalesce({{ dbt_nn._split_in_training(before) }}, '') <> coalesce({{ dbt_nn._split_in_training(now) }}, '') then 1
    else 0
  end), 0) as moved,
  count(*) as row_count
from (

{{ query }}

) as examples
where {{ dbt_nn._has_label(now.label) }}
{%- endmacro %}
