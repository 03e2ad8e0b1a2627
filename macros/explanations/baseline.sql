{#
  Where the path to every example starts. {kind: mean; or relation, with the relation and its columns; or values, with raw: {index of
  the feature: its value as SQL}}
#}
{% macro _baseline_to_take(where, baseline, network) %}
  {% if baseline is string %}
    {% do return({'kind': 'mean'}) %}
  {% elif dbt_nn._is_relation_to_average(baseline) %}
    {% set columns = dbt_nn._columns_of_examples(baseline) %}
    {% do dbt_nn._check_features_there(network, columns, where ~ " on the baseline " ~ baseline) %}
    {% do return({'kind': 'relation', 'relation': baseline, 'columns': columns}) %}
  {% endif %}
  {% set problems = [] %}
  {% set values = {} %}
  {% set features = network.sources.values() | list %}
  {% set names = features | map(attribute='name') | list %}
  {% for name, value in baseline.items() %}
    {% set feature = dbt_nn._only_column(features, name) %}
    {% set raw = dbt_nn._raw_of_value(feature, value, network) if feature else '' %}
    {% if not feature %}
      {% do problems.append("baseline: " ~ dbt_nn._not_found(name, names, "the network's features")) %}
    {% elif not raw %}
      {% do problems.append("baseline: " ~ name ~ " is " ~ dbt_nn._shown(value) ~ "; accepted: " ~ dbt_nn._values_accepted(feature)) %}
    {% else %}
      {% do values.update({feature.index: raw}) %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% do return({'kind': 'values', 'raw': values}) %}
{% endmacro %}


{# A relation is a mapping too, and a dict may have features of any name. #}
{% macro _is_relation_to_average(baseline) -%}
  {%- do return(
    baseline is not string and baseline.identifier is defined and baseline.schema is defined and baseline.is_cte is defined
  ) -%}
{%- endmacro %}


{# Beside the constants of predictions the stored baseline, and what scores are divided by. #}
{% macro _constants_to_explain(network) %}
  {% set is_divided = network.classes and not network.has_temperature %}
  {% do return(dbt_nn._stored_baseline(network) + ([dbt_nn._number(1) ~ ' as temperature'] if is_divided else [])) %}
{% endmacro %}


{#
  The training mean of every input. Networks of version 0.1.0 don't have it: a number was standardized, a category has its share of the
  counts, a boolean what fills it.
#}
{% macro _stored_baseline(network) %}
  {% set columns = [] %}
  {% for input in network.inputs %}
    {% set of_input = ' and layer = 0 and output = ' ~ loop.index ~ ' then value end)' %}
    {% set of_feature = ' and layer = 0 and input = ' ~ input.feature.index ~ ' then value end)' %}
    {% set otherwise = dbt_nn._number(0) %}
    {% if input.kind == 'boolean' %}
      {% set otherwise = "max(case when role = 'fill'" ~ of_input %}
    {% elif input.kind == 'category' %}
      {% set otherwise = "max(case when role = 'category'" ~ of_input ~ " / sum(case when role = 'category'" ~ of_feature %}
    {% endif %}
    {% do columns.append("coalesce(max(case when role = 'baseline'" ~ of_input ~ ', ' ~ otherwise ~ ') as baseline_' ~ loop.index) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The CTE `baseline`: one row with its inputs, start_x_<k>, and what the network makes of them; a row for each network of a fleet. #}
{% macro _baseline(asked) -%}
{%- set network = asked.network -%}
baseline as (
  -- one row{{ ' per network' if network.fleet }}: where every path starts
  with {{ dbt_nn._baseline_inputs(asked) | indent(2) }},

  inputs as (
    select
      encoded.*,
      weights.*
    from encoded
    {{ dbt_nn._weights_of(network, 'encoded.baseline_key') }}
    {{- dbt_nn._fence_behind_weights(network) | indent(2) }}
  )
  {{- dbt_nn._hidden_layers(network, 'inputs') | indent(2) }},

  scores as (
    {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, 'inputs')) | indent(4) }}
  )

  select
    {%- if network.fleet %}
    baseline_key,
    {%- endif %}
    {%- for name in network.features %}
    x_{{ loop.index }} as start_x_{{ loop.index }},
    {%- endfor %}
    {{ dbt_nn._passed(network, 'start_') | join(',\n') | indent(4) }}
  from scores
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# CTEs to `encoded`, the inputs of the baseline. #}
{% macro _baseline_inputs(asked) -%}
{%- set network = asked.network -%}
{%- set kind = asked.baseline.kind -%}
{%- set raw = asked.baseline.get('raw', {}) -%}
{%- set lookups = dbt_nn._lookups(network) if kind == 'relation' else dbt_nn._lookups_of(network, raw) -%}
{%- if kind == 'relation' -%}
baseline_source as (
  select
    {{ dbt_nn._raw_columns(network, asked.baseline.columns) | join(',\n') | indent(4) }}
  from {{ asked.baseline.relation }}
  {{- network.warehouse.fence }}
),

{% elif raw -%}
baseline_source as (
  select
    {{ dbt_nn._raw_values(network, raw) | join(',\n') | indent(4) }}
),

{% endif -%}
{% if lookups -%}
baseline_looked_up as (
  {{ dbt_nn._rows_looked_up(network, lookups, 'baseline_source') | indent(2) }}
),

{% endif -%}
{% if kind == 'relation' -%}
baseline_rows as (
  select
    {%- if network.fleet %}
    constants.network_key as baseline_key,
    {%- endif %}
    {{ dbt_nn._input_columns(network) | join(',\n') | indent(4) }}
  from {{ 'baseline_looked_up' if lookups else 'baseline_source' }}
  cross join constants
  {{- network.warehouse.fence }}
),

{% endif -%}
encoded as (
  select
    {%- if network.fleet %}
    {{ 'baseline_key' if kind == 'relation' else 'constants.network_key as baseline_key' }},
    {%- endif %}
    {%- for input in network.inputs %}
    {%- set k = loop.index %}
    {%- if kind == 'relation' %}
    avg(x_{{ k }}) as x_{{ k }}
    {%- elif input.feature.index in raw %}
    {{ dbt_nn._encoded_input(input, k) }} as x_{{ k }}
    {%- else %}
    constants.baseline_{{ k }} as x_{{ k }}
    {%- endif %}
    {{- ',' if not loop.last }}
    {%- endfor %}
  from {{ 'baseline_rows' if kind == 'relation' else 'constants' }}
  {%- if raw %}
  cross join {{ 'baseline_looked_up' if lookups else 'baseline_source' }}
  {%- endif %}
  {%- if network.fleet and kind == 'relation' %}
  group by baseline_key
  {%- endif %}
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# Sums, units and scores as a pass has left them, under names with a prefix. #}
{% macro _passed(network, prefix) %}
  {% set names = [] %}
  {% for layer in network.layers %}
    {% for unit in range(1, layer.outputs + 1) %}
      {% set name = layer.layer ~ '_' ~ unit %}
      {% do names.extend(['sum_' ~ name, 'hidden_' ~ name] if layer.activation else ['score_' ~ unit]) %}
    {% endfor %}
  {% endfor %}
  {% do return(dbt_nn._renamed(names, prefix)) %}
{% endmacro %}
