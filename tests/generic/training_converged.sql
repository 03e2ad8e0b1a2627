{#
  A gate for a network: fails where its loss still fell by more than a part `at_most` of itself in the last iterations, or rose, or is no
  number.
#}
{% test training_converged(model, at_most=0.05, last_iterations=10, loss='train_loss') %}
  {%- set where = 'dbt_nn.training_converged' -%}
  {%- set problems = dbt_nn._threshold_problems(none, at_most) -%}
  {%- if not dbt_nn._is_integer(last_iterations) or last_iterations < 1 -%}
    {%- do problems.append("last_iterations is " ~ (last_iterations | tojson) ~ "; accepted: a whole number of at least 1") -%}
  {%- endif -%}
  {%- if loss not in ['train_loss', 'validation_loss'] -%}
    {%- do problems.append("loss is " ~ dbt_nn._not_among(loss, ['train_loss', 'validation_loss'])) -%}
  {%- endif -%}
  {%- do dbt_nn._raise_problems(where, problems) -%}
  {%- if dbt_nn._gate_runs() -%}
{{ dbt_nn._gate(where, model, dbt_nn._convergence_gate(dbt_nn._tested_history(where, model), loss, last_iterations | int, at_most)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
