{# The estimate as lines to log. #}
{% macro _estimate_lines(name, prepared, cost) %}
  {% set network = prepared.network %}
  {% set statements = cost.statements %}
  {% set stops = prepared.options.trials_stop %}
  {% set most = "at most " if cost.form == 'stepwise' and (prepared.options.checkpoint_every == 'auto' or stops) else "" %}
  {% set lines = [
    "dbt_nn.estimate: " ~ name ~ " on " ~ dbt_nn._warehouse().name ~ ", loop " ~ cost.form ~ ", layout " ~ network.layout,
    "  examples     " ~ prepared.rows.rows ~ " rows, " ~ dbt_nn._example_columns(network) | length ~ " encoded columns: "
      ~ dbt_nn._readable_bytes(cost.bytes.examples),
    "  parameters   " ~ cost.parameters ~ (" in " ~ cost.networks ~ " networks" if prepared.fleet else "") ~ ": "
      ~ dbt_nn._readable_bytes(cost.bytes.parameters),
    "  before       " ~ statements.before ~ " statements, over the examples"
  ] %}
  {% if cost.form == 'stepwise' %}
    {% do lines.append(
      "  iterations   " ~ ("at most " if stops else "") ~ statements.iterations
      ~ " statements, each reads the examples and the parameters: "
      ~ ("at most " if prepared.fleet else "") ~ dbt_nn._readable_bytes(cost.bytes.iteration)
    ) %}
  {% else %}
    {% do lines.append("  iterations   " ~ prepared.options.iterations ~ " in 1 statement or more, about a second's work in each") %}
  {% endif %}
  {% if statements.batches %}
    {% do lines.append("  batches      " ~ statements.batches ~ (" statement, which lays them out" if statements.batches == 1
      else " statements, which lay them out")) %}
  {% endif %}
  {% do lines.append("  checks       " ~ most ~ statements.checkpoints ~ " statements, over the parameters") %}
  {% do lines.append("  after        " ~ statements.after ~ (" statement, which stores the network" if statements.after == 1
    else " statements, about: " ~ ("the networks of the fleet are compared" if prepared.fleet
      else "calibrate and interval measure the validation rows") ~ ", and the last one stores what was trained"))
  %}
  {% do lines.append(
    "  in all       " ~ ("at least " if cost.form == 'recursive' else most) ~ statements.all ~ " statements, "
    ~ dbt_nn._readable_bytes(cost.bytes.all) ~ " read"
  ) %}
  {% do lines.append(
    "  time         about " ~ dbt_nn._duration(cost.seconds) ~ ", a rough estimate; training logs a better one after its first iterations"
  ) %}
  {% do return(lines + dbt_nn._billing_lines(dbt_nn._readable_bytes(cost.billed))) %}
{% endmacro %}
