{#
  Whether a trained network, the candidate, replaces the standing one: {is_promoted, reason, metric, candidate_value, standing_value}.
    promote      see _keys_of_promote, with the metric's `better`: high or low; none where every network is promoted
    measured     {split, rows, candidate, standing: its value on the same rows, or none; incomparable: why there is none, or ''}
#}
{% macro _verdict(promote, measured) %}
  {% set value = measured.candidate %}
  {% set facts = {'metric': promote.metric, 'candidate_value': value, 'standing_value': measured.standing} %}
  {% set rows = dbt_nn._with_commas(measured.rows) ~ ' ' ~ measured.split ~ ' rows' %}
  {% if value is none %}
    {% do return(dict(facts, is_promoted=false, reason=promote.metric ~ ' of the candidate is not a finite number on ' ~ rows)) %}
  {% endif %}
  {% set found = promote.metric ~ ' is ' ~ dbt_nn._readable(value, measured.standing) ~ ' on ' ~ rows %}
  {% set misses = [] %}
  {% if promote.at_least is not none and value < promote.at_least %}
    {% do misses.append('below at_least ' ~ promote.at_least) %}
  {% endif %}
  {% if promote.at_most is not none and value > promote.at_most %}
    {% do misses.append('above at_most ' ~ promote.at_most) %}
  {% endif %}
  {% if measured.standing is none %}
    {% set compared = '; ' ~ measured.incomparable if measured.incomparable else '' %}
    {% do return(dict(facts, is_promoted=not misses, reason=found ~ (', ' if misses else '') ~ misses | join(' and ') ~ compared)) %}
  {% endif %}
  {% set gain = value - measured.standing if promote.better == 'high' else measured.standing - value %}
  {% set is_better = gain > promote.margin if promote.margin > 0 else gain >= 0 %}
  {% set compared = '; the standing network has ' ~ dbt_nn._readable(measured.standing, value)
    ~ (', margin ' ~ promote.margin if promote.margin > 0 else '') %}
  {% do return(dict(
    facts, is_promoted=not misses and (is_better or not promote.better_than_standing),
    reason=found ~ (', ' if misses else '') ~ misses | join(' and ') ~ compared
  )) %}
{% endmacro %}


{# A number in few digits, unless it could be mistaken for another one then. #}
{% macro _readable(value, other) %}
  {% set short = value | round(6) %}
  {% set is_clear = (short != 0 or value == 0) and (other is none or value == other or short != other | round(6)) %}
  {% do return((short if is_clear else value) | string) %}
{% endmacro %}


{# A capped network would replace a full one. #}
{% macro _verdict_on_capped(prepared) %}
  {% do return({
    'is_promoted': false, 'metric': none, 'candidate_value': none, 'standing_value': none,
    'reason': 'dbt_nn_iterations capped the training at ' ~ prepared.capped ~ ' iterations, and the standing network is not capped'
  }) %}
{% endmacro %}


{% macro _is_capped_beside_full(prepared) %}
  {% do return(prepared.capped != '' and prepared.standing.facts != {} and not prepared.standing.facts.get('capped')) %}
{% endmacro %}


{# Why the two networks can't be measured on the same rows; '' where they can. `columns` are those of the examples. #}
{% macro _incomparable(candidate, standing, columns) %}
  {% if candidate.label | lower != standing.label | lower %}
    {% do return('the standing network predicts ' ~ standing.label) %}
  {% elif candidate.classes != standing.classes %}
    {% set kinds = 'the standing network has ' %}
    {% do return(kinds ~ ('the classes ' ~ standing.classes | join(', ') if standing.classes else 'no classes')) %}
  {% endif %}
  {% set problems = dbt_nn._column_problems(columns, standing.sources.values() | map(attribute='name') | list) %}
  {% for feature in standing.sources.values() if not problems %}
    {% set column = dbt_nn._only_column(columns, feature.name) %}
    {# Of a text that stood for a number, only the warehouse knows whether every row is one: it would end the run. #}
    {% if dbt_nn._kind_to_compare(dbt_nn._kind_of_type(column.type)) != dbt_nn._kind_to_compare(feature.kind) %}
      {% do problems.append(dbt_nn._drift_in_words("feature", feature.name, feature.type or feature.kind, column.type)) %}
    {% endif %}
  {% endfor %}
  {% set rule = standing.split_rule %}
  {% if not problems %}
    {% do problems.extend(dbt_nn._column_problems(columns, dbt_nn._columns_of_split(rule, standing.label))) %}
    {% do problems.extend(dbt_nn._drift_of_split(standing, columns)) %}
  {% endif %}
  {% do return('the standing network cannot be measured: ' ~ problems[0] if problems else '') %}
{% endmacro %}
