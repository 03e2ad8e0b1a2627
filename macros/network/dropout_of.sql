{# The share that each hidden layer leaves out. #}
{% macro _dropout_rates(options) %}
  {% do return([options.dropout] * options.hidden_layers | length if options.dropout is number else options.dropout) %}
{% endmacro %}


{% macro _dropout_problems(options) %}
  {% set rates = dbt_nn._dropout_rates(options) %}
  {% set problems = [] %}
  {% if rates | length != options.hidden_layers | length %}
    {% do problems.append(
      "dropout is " ~ dbt_nn._shown(options.dropout) ~ ", and hidden_layers is " ~ dbt_nn._shown(options.hidden_layers)
      ~ "; accepted: one number, or a list with one number per hidden layer"
    ) %}
  {% elif options.dropout is number and options.dropout > 0 and not options.hidden_layers %}
    {% do problems.append("dropout is " ~ options.dropout ~ ", but hidden_layers is [], which has no units to drop; remove dropout") %}
  {% endif %}
  {% if rates | sum > 0 and not options.example_id %}
    {% do problems.append("dropout requires example_id: a hash of it selects the units that a row drops") %}
  {% endif %}
  {% if rates | sum > 0 and options.layout == 'packed' %}
    {% do problems.append("layout is packed, which does not support dropout; accepted: auto, wide, dots") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# Whether units of this layer are dropped; never at prediction, which knows no such option. #}
{% macro _drops_units(network, layer) %}
  {% do return(network.dropout != [] and layer.layer <= network.hidden_layers | length and network.dropout[layer.layer - 1] > 0) %}
{% endmacro %}
