{#
  The inputs of a feature whose encoding is looked up, with the mean and deviation that they have in the training rows: {inputs, rows: how
  many training rows are not missing}.
#}
{% macro _learned_lookup(feature, index, encoding, source, classes, is_weighted) %}
  {% set kinds = [] %}
  {% for class in (classes if encoding.as == 'target' and classes | length > 2 else []) %}
    {% do kinds.append('target of ' ~ class) %}
  {% else %}
    {% do kinds.append(encoding.as) %}
  {% endfor %}
  {% set inputs = [] %}
  {% for kind in kinds %}
    {% do inputs.append({
      'kind': kind, 'name': feature.name ~ '=<' ~ kind ~ '>', 'smoothing': encoding.get('smoothing', 0),
      'feature': {'index': index, 'name': feature.name}
    }) %}
  {% endfor %}
  {% set lookup = dbt_nn._lookups({'inputs': inputs, 'classes': classes})[0] %}
  {% set found = dbt_nn._query(dbt_nn._facts_of_lookup(lookup, source, is_weighted)).rows[0] %}
  {% set learned = [] %}
  {% for input in inputs %}
    {% set facts = {
      'prior': found['prior_' ~ loop.index], 'center': found['center_' ~ loop.index], 'scale': found['scale_' ~ loop.index]
    } %}
    {% if facts.scale is not none and facts.scale | float > 1e-300 %}
      {% do learned.append(dict(facts, kind=input.kind, name=input.name, smoothing=input.smoothing)) %}
    {% endif %}
  {% endfor %}
  {% do return({'inputs': learned, 'rows': found['present'] | int}) %}
{% endmacro %}


{% macro _facts_of_lookup(lookup, source, is_weighted) -%}
{%- set weight = 'looked_up.weight' if is_weighted else dbt_nn._number(1) -%}
{%- set total = 'total_' ~ lookup.index -%}
with source as (

{{ source }}

),

{{ dbt_nn._looked_up([lookup], is_weighted) }},

filled as (
  select
    {{ weight }} as weight,
    raw_{{ lookup.index }} as category
    {%- for input in lookup.inputs %},
    {{ dbt_nn._prior_of(input, total) }} as prior_{{ input.k }},
    coalesce(value_{{ input.k }}, {{ dbt_nn._prior_of(input, total) }}) as value_{{ input.k }}
    {%- endfor %}
  from looked_up
  cross join {{ total }}
  where split = 'train'
),

means as (
  select sum(weight) as weight
    {%- for input in lookup.inputs %}, sum(weight * value_{{ input.k }}) / sum(weight) as mean_{{ input.k }}{% endfor %}
  from filled
)

select
  count(category) as present
  {%- for input in lookup.inputs %},
  {%- set difference = '(value_' ~ input.k ~ ' - mean_' ~ input.k ~ ')' %}
  {{ dbt_nn._double_text('max(prior_' ~ input.k ~ ')') }} as prior_{{ input.k }},
  {{ dbt_nn._double_text('max(mean_' ~ input.k ~ ')') }} as center_{{ input.k }},
  {{ dbt_nn._double_text('sqrt(sum(filled.weight * ' ~ difference ~ ' * ' ~ difference ~ ') / max(means.weight))') }} as scale_{{ input.k }}
  {%- endfor %}
from filled
cross join means
{%- endmacro %}


{# What a category gets that has no value of its own. #}
{% macro _prior_of(input, total) -%}
  {%- do return(dbt_nn._number(0) if input.kind == 'frequency' else total ~ '.sum_' ~ input.k ~ ' / ' ~ total ~ '.weight') -%}
{%- endmacro %}
