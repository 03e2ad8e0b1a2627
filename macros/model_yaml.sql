{#
  YAML for a trained network and its predictions, to paste and to change:
  `dbt --quiet run-operation dbt_nn.model_yaml --args '{network: churn_network}'`.
  Columns and types are those of the existing tables and views; thresholds of gates come from the current metrics of the predictions.
#}
{% macro model_yaml(network=none, predictions=none) %}
  {% set where = "dbt_nn.model_yaml" %}
  {% set node = dbt_nn._node_of_network(network, where) %}
  {% set stored = dbt_nn._trained_facts(node, where) %}
  {% set models = [dbt_nn._yaml_of_network(node, stored, where)] %}
  {% for scored in dbt_nn._nodes_of_predictions(node, predictions, where) %}
    {% do models.append(dbt_nn._yaml_of_predictions(scored, node.name, stored, where)) %}
  {% endfor %}
  {% set yaml = 'models:\n' ~ models | join('\n\n') %}
  {% do print(yaml) %}
  {% do return(yaml) %}
{% endmacro %}
