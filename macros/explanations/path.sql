{#
  How the straight path from the baseline to an example is gone: {path, cuts}.
    whole   in one piece: all layers but the last hidden one are straight lines, so that the shares of that one are exact
    cut     in pieces that end where a unit of the layers `cuts` bends: in each of them the same holds
    nodes   by its slopes at Gauss nodes, where everything is smooth
    steps   in equal steps, by the shares of each
  What follows the scores, as with quantiles, is one more layer.
#}
{% macro _path_through(network, parts) %}
  {% set hidden = network.layers[:-1] %}
  {% set is_curved = parts | reject('equalto', 'identity') | list | length > 0 %}
  {% set inner = hidden if is_curved else hidden[:-1] %}
  {% set courses = [] %}
  {% set inner_courses = [] %}
  {% set cuts = [] %}
  {% for layer in hidden %}
    {% set course = dbt_nn._activation(layer.activation).course %}
    {% do courses.append(course) %}
    {% do inner_courses.append(course) if layer in inner %}
    {% do cuts.append(layer) if layer in inner and course == 'bent' %}
  {% endfor %}
  {% if inner_courses | reject('in', ['straight', 'bent']) | list == [] %}
    {% do return({'path': 'cut' if cuts else 'whole', 'cuts': cuts}) %}
  {% endif %}
  {% set is_smooth = courses | reject('in', ['straight', 'smooth']) | list == [] %}
  {% do return({'path': 'nodes' if is_smooth else 'steps', 'cuts': []}) %}
{% endmacro %}


{# Contributions where one piece is enough: the way there is known already. #}
{% macro _whole_path(asked) -%}
{%- set network = asked.network -%}
{{ dbt_nn._shares_and_deltas(asked, 'explained') }},

contributions as (
  -- the shares, back to the inputs and added up to the columns of the examples
  select
    {{ dbt_nn._answers_carried(asked) | join(',\n') | indent(4) }},
    {{ dbt_nn._contributions(network, 'x_', 'slope') | join(',\n') | indent(4) }}
  from (
    select
      *,
      {%- for name in network.features %}
      {{ dbt_nn._returning_sum(network, network.layers[0], loop.index) | indent(6) }} as slope_{{ loop.index }}
      {{- ',' if not loop.last }}
      {%- endfor %}
    from {{ dbt_nn._packed_deltas(network, 'deltas_1', network.layers[0]) | indent(4) }}
    {{- network.warehouse.fence | indent(2) }}
  ) as slopes
  {{- network.warehouse.fence }}
)
{%- endmacro %}


{# What every input adds, summed up by feature: contribution_<f>, f the place of the feature. #}
{% macro _contributions(network, end, slope) %}
  {% set columns = [] %}
  {% for feature in network.sources.values() %}
    {% set terms = [] %}
    {% for input in network.inputs if input.feature.index == feature.index %}
      {% set k = network.inputs.index(input) + 1 %}
      {% do terms.append('(' ~ end ~ k ~ ' - start_x_' ~ k ~ ') * ' ~ slope ~ '_' ~ k) %}
    {% endfor %}
    {% do columns.append(dbt_nn._sum_of(terms) ~ ' as contribution_' ~ loop.index) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
