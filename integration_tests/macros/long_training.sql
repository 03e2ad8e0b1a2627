{# A network for interrupt.sh, which trains long enough to be killed half-way. It sets DBT_NN_INTERRUPT. #}
{% macro long_training() -%}
{%- set quarter = 2 if dbt_nn._warehouse().has_slow_statements else 25 -%}
{{ config(enabled=env_var('DBT_NN_INTERRUPT', '') == 'yes') }}
{{ dbt_nn.train(
  examples=ref('shoppers'),
  label='kind',
  features=['size', 'visits'],
  example_id='shopper',
  hidden_layers=[2],
  loop='stepwise',
  checkpoint_every=quarter,
  l2=0.003,
  learning_rate=0.1,
  early_stopping=false,
  iterations=4 * quarter
) }}
{%- endmacro %}


{# Drops the network that interrupt.sh trains, so that it is trained again. #}
{% macro forget_interrupted() %}
  {% set network = load_relation(ref('interrupted')) %}
  {% if network is not none %}
    {% do adapter.drop_relation(network) %}
    {% do adapter.commit() %}
  {% endif %}
{% endmacro %}
