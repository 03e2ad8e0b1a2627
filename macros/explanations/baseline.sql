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
      {% do problems.append("baseline: " ~ name ~ " is " ~ (value | tojson) ~ "; accepted: a " ~ feature.kind ~ ", or none for missing") %}
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


{# A value as its feature's raw column has it; '' where it is of another kind. #}
{% macro _raw_of_value(feature, value, network) -%}
  {%- set is_text = feature.kind not in ['number', 'boolean'] -%}
  {%- if value is none -%}
    {%- do return('cast(null as ' ~ (dbt.type_string() if is_text else network.warehouse.double_type) ~ ')') -%}
  {%- elif feature.kind == 'boolean' and value is boolean -%}
    {%- do return(dbt_nn._number(1 if value else 0)) -%}
  {%- elif feature.kind == 'number' and dbt_nn._is_finite_number(value) -%}
    {%- do return(dbt_nn._number(value)) -%}
  {%- elif is_text and value is string -%}
    {%- do return('cast(' ~ dbt_nn._literal(value) ~ ' as ' ~ dbt.type_string() ~ ')') -%}
  {%- endif -%}
  {%- do return('') -%}
{%- endmacro %}


{# The constants of predictions, and beside them the stored baseline and what scores are divided by. #}
{% macro _constants_to_explain(network) -%}
  {%- set further = dbt_nn._stored_baseline(network) -%}
  {%- if network.classes and not network.has_temperature -%}
    {%- do further.append(dbt_nn._number(1) ~ ' as temperature') -%}
  {%- endif -%}
  {%- do return(dbt_nn._constants_to_predict(network, further)) -%}
{%- endmacro %}


{#
  The training mean of every input. Networks of version 0.1.0 don't have it: a number was standardised, a category has its share of the
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


{# The CTE `baseline`: one row with its inputs, start_x_<k>, and what the network makes of them. #}
{% macro _baseline(asked) -%}
{%- set network = asked.network -%}
baseline as (
  -- one row: where every path starts
  with {{ dbt_nn._baseline_inputs(asked) | indent(2) }},

  inputs as (
    select
      encoded.*,
      weights.*
    from encoded
    cross join weights
    {{- network.warehouse.fence | indent(2) }}
  )
  {{- dbt_nn._hidden_layers(network, 'inputs') | indent(2) }},

  scores as (
    {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, 'inputs')) | indent(4) }}
  )

  select
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
{%- if kind == 'relation' -%}
baseline_source as (
  select
    {{ dbt_nn._raw_columns(network, asked.baseline.columns) | join(',\n') | indent(4) }}
  from {{ asked.baseline.relation }}
  {{- network.warehouse.fence }}
),

baseline_rows as (
  select
    {{ dbt_nn._input_columns(network) | join(',\n') | indent(4) }}
  from baseline_source
  cross join constants
  {{- network.warehouse.fence }}
),

{% elif asked.baseline.get('raw') -%}
baseline_source as (
  select
    {%- for index, raw in asked.baseline.raw.items() %}
    {{ raw }} as raw_{{ index }}{{ ',' if not loop.last }}
    {%- endfor %}
),

{% endif -%}
encoded as (
  select
    {%- for input in network.inputs %}
    {%- set k = loop.index %}
    {%- if kind == 'relation' %}
    avg(x_{{ k }}) as x_{{ k }}
    {%- elif input.feature.index in asked.baseline.get('raw', {}) %}
    {{ dbt_nn._encoded_input(input, k) }} as x_{{ k }}
    {%- else %}
    constants.baseline_{{ k }} as x_{{ k }}
    {%- endif %}
    {{- ',' if not loop.last }}
    {%- endfor %}
  from {{ 'baseline_rows' if kind == 'relation' else 'constants' }}
  {%- if asked.baseline.get('raw') %}
  cross join baseline_source
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
