{# The rows that an iteration reads: inputs, the label as numbers, and the share that a row has in its split's means. #}
{% macro _encoded_examples(network, source, counts) -%}
{%- set lookups = dbt_nn._lookups(network) -%}
with source as (

{{ source }}

),

{% if lookups -%}
{{ dbt_nn._looked_up(lookups, network.is_weighted) }},

{% endif -%}
constants as (
  -- one row: what fills a missing value, and what is taken off and divided by
  select
    {{ (dbt_nn._constants_written_out(network) or ['0 as no_constants']) | join(',\n') | indent(4) }}
)
{%- if network.is_weighted %},

weights as (
  -- one row: how much the rows of each split count together
  select
    sum(case when split = 'train' then weight end) as train_weight,
    sum(case when split = 'validation' then weight end) as validation_weight
  from source
  {%- if network.classes %}
  where {{ dbt_nn._is_known_class(network.classes) }}
  {%- endif %}
)
{%- endif %}

select
  {{ dbt_nn._input_columns(network) | join(',\n') | indent(2) }},
  {%- for class in network.classes %}
  {{ dbt_nn._indicator('raw_label = ' ~ dbt_nn._literal(class)) }} as is_class_{{ loop.index }},
  {%- else %}
  {{ dbt_nn._encoded_target(network) }} as target,
  {%- endfor %}
  {%- if counts.validation %}
  {{ dbt_nn._share(network, 'validation', counts) }} as validation_share,
  {%- endif %}
  {%- if network.keeps_id %}
  example_id,
  {%- endif %}
  {%- if network.batch_size %}
  {%- if network.is_weighted %}
  weight,
  {%- endif %}
  case when split = 'train' then {{ dbt_nn._number(1) }} else {{ dbt_nn._number(0) }} end as is_train
  {%- else %}
  {{ dbt_nn._share(network, 'train', counts) }} as train_share
  {%- endif %}
from {{ 'looked_up' if lookups else 'source' }}
cross join constants
{%- if network.is_weighted %}
cross join weights
{%- endif %}
where split in ('train', 'validation')
{%- if network.classes %}
  and {{ dbt_nn._is_known_class(network.classes) }}
{%- endif %}
{%- endmacro %}


{# What a row counts in the mean over its split; 0 where it is in another one. #}
{% macro _share(network, split, counts) -%}
  {%- set share = 'weight / ' ~ split ~ '_weight' if network.is_weighted else dbt_nn._number(1) ~ ' / ' ~ counts[split] -%}
  {%- do return("case when split = '" ~ split ~ "' then " ~ share ~ ' else ' ~ dbt_nn._number(0) ~ ' end') -%}
{%- endmacro %}
