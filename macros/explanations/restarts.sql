{#
  Where the restarts of a group answer together, their predictions are averaged. Of a number in its own units the explanation of the mean is
  the mean of the explanations; of probabilities and expected values it is not, because explained are their logarithms.
#}
{% macro _check_mean_is_explained(where, network, shape) %}
  {% if shape.fleet and shape.fleet.combine == 'mean' and not shape.target %}
    {% set averaged = 'probabilities' if shape.classes else 'expected values' %}
    {% do dbt_nn._raise_problems(where, [
      "network is " ~ network ~ ", a fleet with combine='mean', which predicts the mean " ~ averaged ~ " of its restarts; accepted: one "
      ~ "network for each row, or numbers in their own units. Train it without combine, so that the best restart predicts"
    ]) %}
  {% endif %}
{% endmacro %}


{# The CTE `combined`: one row per example, under the key that its restarts share. #}
{% macro _mean_of_restarts(asked, contributions) -%}
{%- if asked.is_combined -%}
{%- set means = contributions + ['baseline_score', 'score'] -%}
{%- set shared = dbt_nn._answers_carried(asked) | reject('in', means + ['network_key', 'row_number_of_example', 'answering_key']) | list -%}
combined as (
  -- the mean of the restarts
  select
    {%- for name in shared %}
    {{ dbt_nn._same_value(name) }} as {{ name }},
    {%- endfor %}
    row_number_of_example,
    {{ dbt_nn._same_value('answering_key') }} as answering_key,
    {{ dbt_nn._same_value('answering_key') }} as network_key,
    {%- for name in means %}
    avg({{ name }}) as {{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
  from contributions
  group by row_number_of_example
),

{% endif -%}
{%- endmacro %}
