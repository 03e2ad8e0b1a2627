{#
  Which histograms the network stores: {features: their numbers, by_group: whether the groups of a fleet have their own}. Older fleets store
  one of all training rows, under the key '': they are read as single networks are.
#}
{% macro _stored_histograms(network) %}
  {% set features = [] %}
  {% set by_group = [] %}
  {% for row in dbt_nn._query(
    "select input, max(case when network_key <> '' then 1 else 0 end) from " ~ dbt_nn._network_to_read(network)
    ~ " where role = 'histogram' group by input"
  ).rows %}
    {% do features.append(row[0] | int) %}
    {% do by_group.append(row[1] | int) %}
  {% endfor %}
  {% do return({'features': features, 'by_group': 1 in by_group}) %}
{% endmacro %}


{#
  What is compared: {features: of the network's shape, by_group: whether each group has its own histograms}; raises where a name is none, or
  the examples lack a column.
#}
{% macro _features_of_skew(where, shape, network, columns, features) %}
  {% set problems = [] %}
  {% set stored = dbt_nn._stored_histograms(network) %}
  {% set known = [] %}
  {% for index, feature in shape.sources.items() if index in stored.features %}
    {% do known.append(feature) %}
  {% endfor %}
  {% set found = [] %}
  {% for name in features %}
    {% set feature = dbt_nn._only_column(known, name) %}
    {% if feature %}
      {% do found.append(feature) %}
    {% else %}
      {% do problems.append("feature " ~ dbt_nn._not_found(name, known | map(attribute='name') | list, 'the histograms of the network')
        ~ "; dates have none") %}
    {% endif %}
  {% endfor %}
  {% if not stored.features %}
    {% set problems = ["the network " ~ network ~ " stores no histograms, because an earlier version trained it, or it has more than "
      ~ "100 features or 20 million values; retrain it with this version, or use no_drift with the training rows as its reference"] %}
  {% endif %}
  {% set found = found if features else known %}
  {% for feature in found if columns %}
    {% do problems.extend(dbt_nn._column_problems(columns, [feature.name])) %}
    {% set column = dbt_nn._only_column(columns, feature.name) %}
    {% set drift = dbt_nn._drifted_feature(feature, column).problem if column else '' %}
    {% do problems.append(drift) if drift %}
  {% endfor %}
  {% for group in (shape.fleet.group_by if stored.by_group and columns else []) %}
    {% do problems.extend(dbt_nn._column_problems(columns, [group.name])) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems | unique | list) %}
  {% do return({'features': found, 'by_group': stored.by_group}) %}
{% endmacro %}


{#
  One row per network and feature above the threshold; rows fewer than `minimum_rows` are not judged, and none at all fail. A group of a
  fleet may have no rows; with few training rows chance alone gives a high index, so these are not judged either.
#}
{% macro _skew_gate(skew, at_most, minimum_rows, by_group) -%}
{%- set no_rows = 'there are no rows ' ~ ('that a network predicts' if by_group else 'to compare') -%}
{%- set above = 'population_stability_index is null or population_stability_index > ' ~ dbt_nn._number(at_most) -%}
with skew as (
  {{ skew | indent(2) }}
)
{%- if by_group %},

compared as (
  select
    skew.*,
    sum(examples) over () as rows_in_all,
    row_number() over (partition by feature order by network_key) as place
  from skew
  where network_key is not null
)
{%- endif %}

select
  network_key,
  feature,
  'population_stability_index' as metric,
  population_stability_index as metric_value,
  {{ dbt_nn._threshold(at_most) }} as at_most,
  examples,
  case
    when examples = 0 then {{ dbt_nn._literal(no_rows) }}
    when population_stability_index is null then {{ dbt_nn._message([
      dbt_nn._literal('population_stability_index of '), 'feature', dbt_nn._literal(' is not a number')
    ]) }}
    else {{ dbt_nn._message([
      dbt_nn._literal('population_stability_index of '), 'feature', dbt_nn._literal(' is '), dbt_nn._as_text('population_stability_index'),
      dbt_nn._literal(' in '), dbt_nn._as_text('examples'), dbt_nn._literal(' rows')
    ] + (["case when network_key = '' then ' of the network of all groups' else " ~ dbt.concat(["' of '", 'network_key']) ~ ' end']
      if by_group else []) + [dbt_nn._literal(', above at_most ' ~ at_most)]) }}
  end as message
from {{ 'compared' if by_group else 'skew' }}
where {{ dbt_nn._only_failing(
  '(rows_in_all = 0 and place = 1)\n  or (\n    examples >= ' ~ minimum_rows ~ '\n    and training_rows >= ' ~ minimum_rows
  ~ '\n    and (' ~ above ~ ')\n  )' if by_group
  else 'examples = 0\n  or (\n    examples >= ' ~ minimum_rows ~ '\n    and (' ~ above ~ ')\n  )'
) }}
{%- endmacro %}


{# What stands in while the network is not trained, or with --empty. #}
{% macro _skew_without_rows() -%}
-- the network is not trained yet, or --empty
select
  cast(null as {{ dbt.type_string() }}) as network_key,
  cast(null as {{ dbt.type_string() }}) as feature,
  cast(null as {{ dbt_nn._warehouse().double_type }}) as population_stability_index,
  cast(null as {{ dbt_nn._warehouse().bigint_type }}) as examples,
  cast(null as {{ dbt_nn._warehouse().bigint_type }}) as training_rows
from (select 1 as one) as one_row
where 1 = 0
{%- endmacro %}
