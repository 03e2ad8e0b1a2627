{#
  The verdict on a fleet's candidate: on the networks of each group by themselves where they can stand beside those of the standing fleet,
  else on the fleet as a whole. Beside what a verdict has:
    refused    the table of the refused groups: group_key, reason, stands: 1 where the standing network stays; none if there are none
    keeps_candidate   whether the refused networks can be looked at in the candidate's table
#}
{% macro _verdict_on_networks(prepared, promotion, candidate, target) %}
  {% set shape = dbt_nn._shape_from_rows(dbt_nn._query(dbt_nn._shape_rows(candidate)).rows, candidate) %}
  {% set standing = none %}
  {% if prepared.standing.facts %}
    {% set stands = prepared.standing.relation %}
    {% set standing = dbt_nn._shape_from_rows(dbt_nn._query(dbt_nn._shape_rows(stands)).rows, stands) %}
  {% endif %}
  {% if not shape.fleet or not shape.fleet.group_by or (standing and not dbt_nn._may_stand_together(shape, standing)) %}
    {% do return(dbt_nn._verdict(promotion, dbt_nn._measured_networks(prepared, promotion, candidate))) %}
  {% endif %}
  {% set verdicts = {} %}
  {% for group, measured in dbt_nn._measured_groups(prepared, promotion, candidate, shape, standing).items() %}
    {% do verdicts.update({group: dbt_nn._verdict_on_group(promotion, measured)}) %}
  {% endfor %}
  {% set refused = [] %}
  {% for group, verdict in verdicts.items() if not verdict.is_promoted %}
    {% do refused.append(dict(verdict, group=group)) %}
  {% endfor %}
  {% set verdict = dbt_nn._verdict_in_all(promotion, verdicts, refused, standing) %}
  {% if refused and verdict.is_promoted %}
    {% set table = dbt_nn._helper_table(target, 'refused') %}
    {% do dbt_nn._rebuild(table, dbt_nn._refused_groups(refused, prepared.standing.relation if standing else none)) %}
    {% do return(dict(verdict, refused=table)) %}
  {% endif %}
  {% do return(verdict) %}
{% endmacro %}


{# Networks of two trainings can be rows of one relation where all that they share is the same: the inputs, the layers, the split. #}
{% macro _may_stand_together(shape, standing) %}
  {% set marks = [] %}
  {% for one in [shape, standing] %}
    {% do marks.append([
      one.compiled_options, one.classes, one.split_rule.thresholds, one.fleet.get('fold_by'), one.has_temperature, one.has_interval,
      one.loss, one.label
    ] | tojson) %}
  {% endfor %}
  {% do return(marks[0] == marks[1] and shape.fleet.get('inputs_mark', '') != '') %}
{% endmacro %}


{# Without a held-out row a network shows nothing: it is promoted where nothing is asked for and nothing stands. #}
{% macro _verdict_on_group(promotion, measured) %}
  {% if not measured.rows %}
    {% set asks = promotion.at_least is not none or promotion.at_most is not none %}
    {% do return({
      'is_promoted': not asks and not measured.stands, 'reason': 'it has no ' ~ measured.split ~ ' rows to evaluate',
      'candidate_value': none, 'standing_value': none
    }) %}
  {% endif %}
  {% do return(dbt_nn._verdict(promotion, measured)) %}
{% endmacro %}


{# On the fleet: it is promoted with the groups that are, or where one has to be an error, with all or none. #}
{% macro _verdict_in_all(promotion, verdicts, refused, standing) %}
  {% set values = verdicts.values() | list %}
  {% set found = values | map(attribute='candidate_value') | reject('none') | list %}
  {% set stood = values | map(attribute='standing_value') | reject('none') | list %}
  {% set promoted = verdicts | length - refused | length %}
  {% set reason = promotion.metric ~ ': ' ~ dbt_nn._with_commas(promoted) ~ ' of ' ~ dbt_nn._with_commas(verdicts | length)
    ~ (' groups was promoted' if verdicts | length > 1 and promoted == 1 else ' groups were promoted' if verdicts | length > 1
      else ' group was promoted') %}
  {% if not verdicts %}
    {% set reason = 'no network was retrained' %}
  {% endif %}
  {% set told = [] %}
  {% for one in refused[:5] %}
    {% do told.append((one.group or 'the network of all groups') ~ ' (' ~ one.reason ~ ')') %}
  {% endfor %}
  {% if refused %}
    {% set reason = reason ~ '; refused: ' ~ told | join('; ') ~ ('; …' if refused | length > 5 else '') %}
  {% endif %}
  {% do return({
    'is_promoted': not refused if promotion.otherwise == 'fail' else promoted > 0 or not verdicts,
    'reason': reason,
    'metric': promotion.metric,
    'candidate_value': found | sum / found | length if found else none,
    'standing_value': stood | sum / stood | length if stood else none,
    'refused': none,
    'keeps_candidate': refused != []
  }) %}
{% endmacro %}


{% macro _refused_groups(refused, stands) -%}
select
  named.group_key,
  named.reason,
  case when {{ dbt_nn._is_of_answering_group('named.group_key', stands) | indent(2) if stands else '1 = 0' }} then 1 else 0 end as stands
from (
  {%- for some in refused | batch(500) %}
  select group_key, reason
  from (
    {%- for one in some %}
    select {{ dbt_nn._literal(one.group) }} as group_key, {{ dbt_nn._literal(one.reason) }} as reason
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
  ) as some_{{ loop.index }}
  {{- '\n  union all' if not loop.last }}
  {%- endfor %}
) as named
{%- endmacro %}
