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
    "  before       " ~ statements.before ~ " statements that read the examples"
  ] %}
  {% if cost.form == 'stepwise' %}
    {% do lines.append(
      "  iterations   " ~ ("at most " if stops else "") ~ statements.iterations
      ~ " statements; each reads the examples and the parameters: "
      ~ ("at most " if prepared.fleet else "") ~ dbt_nn._readable_bytes(cost.bytes.iteration)
    ) %}
  {% else %}
    {% do lines.append("  iterations   " ~ prepared.options.iterations ~ " in one or more statements of about a second each") %}
  {% endif %}
  {% if statements.batches %}
    {% do lines.append("  batches      " ~ statements.batches ~ (" statement that creates the batches" if statements.batches == 1
      else " statements that create the batches")) %}
  {% endif %}
  {% do lines.append("  checks       " ~ most ~ statements.checkpoints ~ " statements that read the parameters") %}
  {% do lines.append("  after        " ~ statements.after ~ (" statement that stores the network" if statements.after == 1
    else " statements, approximately: they " ~ ("compare the networks of the fleet" if prepared.fleet
      else "evaluate the validation rows for calibrate and interval") ~ ", and store the result"))
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
