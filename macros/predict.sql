{#
  Predictions of a network, to select from: `select * from {{ dbt_nn.predict(network=ref('…'), examples=ref('…')) }}`.
  Every column of the examples, then split (unless they have it), predicted_label, predicted_probability and probability_<class>, or
  predicted_value.
  Parameters are read when the query runs; the network's shape when it is compiled: one that has changed since raises.
#}
{% macro predict(network=none, examples=none) -%}
{%- do dbt_nn._check_predict_arguments(network, examples) -%}
{%- set shape = dbt_nn._network_shape(network) -%}
{%- do dbt_nn._check_is_trained(shape, network, "dbt_nn.predict") -%}
(

  {% if shape is none or dbt_nn._is_empty_run() -%}
  {{ dbt_nn._predictions_without_rows(network, examples, shape) | indent(2) }}
  {%- else -%}
  {{ dbt_nn._predictions(shape, network, examples) | indent(2) }}
  {%- endif %}

) as predictions
{%- endmacro %}


{% macro _check_predict_arguments(network, examples) %}
  {% set problems = [] %}
  {% for name, value in [('network', network), ('examples', examples)] if value is none or value is string and not value %}
    {% do problems.append(name ~ " is missing; pass it as " ~ name ~ "=ref('...')") %}
  {% endfor %}
  {% if network is string and network %}
    {% do problems.append("network is the text " ~ (network | tojson) ~ "; pass it as network=ref('...')") %}
  {% endif %}
  {% do dbt_nn._raise_problems("dbt_nn.predict", problems) %}
{% endmacro %}
