{#
  Compares the gradients of a trained network with the numerical derivative of its loss:
  `dbt run-operation dbt_nn.check_gradients --args '{network: churn_network}'`.
  For some parameters, one after the other, the loss is computed a little above and a little below, by the SQL that trains the network. It
  reads the examples and the network, and writes nothing.
#}
{% macro check_gradients(network=none, parameters=10) %}
  {% set node = dbt_nn._node_of_network(network, "dbt_nn.check_gradients") %}
  {% set where = "dbt_nn.check_gradients of " ~ node.name %}
  {% if not (dbt_nn._is_integer(parameters) and parameters >= 1) %}
    {% do dbt_nn._raise_problems(where, ["parameters is " ~ dbt_nn._shown(parameters) ~ "; accepted: an integer of at least 1"]) %}
  {% endif %}
  {% set prepared = dbt_nn._inspected(node, node.relation_name, where) %}
  {% set moved_loss = dbt_nn._moved_loss(prepared) %}
  {% set wrong = [] %}
  {% set rows = [] %}
  {% for parameter in dbt_nn._gradients_to_check(prepared, parameters | int) %}
    {% set checked = dbt_nn._checked_gradient(moved_loss, parameter) %}
    {% do rows.append(checked) %}
    {% if checked.agrees %}
      {% do log("  " ~ dbt_nn._gradient_in_words(checked), info=true) %}
    {% else %}
      {% do wrong.append(dbt_nn._gradient_in_words(checked)) %}
    {% endif %}
  {% endfor %}
  {% if wrong %}
    {% do exceptions.raise_compiler_error(where ~ ": " ~ wrong | length ~ " of " ~ rows | length
      ~ " gradients differ from the numerical derivative of the loss:\n  - " ~ wrong | join("\n  - ")) %}
  {% endif %}
  {% do log(where ~ ": checked the gradients of " ~ rows | length ~ " of " ~ prepared.network.parameters
    ~ " parameters; each equals the numerical derivative of the loss", info=true) %}
  {% do return(rows) %}
{% endmacro %}
