{# One network in a layout and a loop form. It is left out where the warehouse does not have them. #}
{% macro form(layout, loop_form) -%}
{%- set warehouse = dbt_nn._warehouse() -%}
{%- set is_there = (layout != 'packed' or warehouse.has_lambdas) and (loop_form != 'recursive' or warehouse.can_recurse) -%}
{{ config(enabled=is_there) }}
{{ dbt_nn.train(
  examples=ref('shoppers'),
  label='churned',
  features=['size', 'visits', 'plan'],
  example_id='shopper',
  hidden_layers=[2],
  activation='tanh',
  layout=layout,
  loop=loop_form,
  l2=0.003,
  learning_rate=0.1,
  early_stopping=false,
  iterations=4
) }}
{%- endmacro %}
