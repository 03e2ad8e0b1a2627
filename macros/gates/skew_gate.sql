{# The numbers of the features whose histogram the network stores. #}
{% macro _features_with_histogram(network) %}
  {% set stored = [] %}
  {% for row in dbt_nn._query("select distinct input from " ~ dbt_nn._network_to_read(network) ~ " where role = 'histogram'").rows %}
    {% do stored.append(row[0] | int) %}
  {% endfor %}
  {% do return(stored) %}
{% endmacro %}


{# The features to compare, of the network's shape; raises where a name is none, or the examples lack one. #}
{% macro _features_of_skew(where, shape, network, columns, features) %}
  {% set problems = [] %}
  {% set stored = dbt_nn._features_with_histogram(network) %}
  {% set known = [] %}
  {% for index, feature in shape.sources.items() if index in stored %}
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
  {% if not stored %}
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
  {% do dbt_nn._raise_problems(where, problems) %}
  {% do return(found) %}
{% endmacro %}


{# One row per network and feature above the threshold; rows fewer than `minimum_rows` are not judged, and none at all fail. #}
{% macro _skew_gate(skew, at_most, minimum_rows) -%}
with skew as (
  {{ skew | indent(2) }}
)

select
  network_key,
  feature,
  'population_stability_index' as metric,
  population_stability_index as metric_value,
  {{ dbt_nn._threshold(at_most) }} as at_most,
  examples,
  case
    when examples = 0 then {{ dbt_nn._literal('there are no rows to compare') }}
    when population_stability_index is null then {{ dbt_nn._message([
      dbt_nn._literal('population_stability_index of '), 'feature', dbt_nn._literal(' is not a number')
    ]) }}
    else {{ dbt_nn._message([
      dbt_nn._literal('population_stability_index of '), 'feature', dbt_nn._literal(' is '), dbt_nn._as_text('population_stability_index'),
      dbt_nn._literal(' in '), dbt_nn._as_text('examples'), dbt_nn._literal(' rows, above at_most ' ~ at_most)
    ]) }}
  end as message
from skew
where {{ dbt_nn._only_failing(
  'examples = 0\n  or (\n    examples >= ' ~ minimum_rows
  ~ '\n    and (population_stability_index is null or population_stability_index > ' ~ dbt_nn._number(at_most) ~ ')\n  )'
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
