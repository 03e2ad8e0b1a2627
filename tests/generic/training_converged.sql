{#
  A gate for a network: fails where its loss still fell by more than a part `at_most` of itself in the last iterations, or rose, or is no
  number.
#}
{% test training_converged(model, at_most=0.05, last_iterations=10, loss=none) %}
  {%- set where = 'dbt_nn.training_converged' -%}
  {%- do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(kwargs, ['at_most', 'last_iterations', 'loss'])
    + dbt_nn._upper_bound_problems(at_most, 0, none, 'the fraction that the loss falls by')
    + dbt_nn._whole_number_problems('last_iterations', last_iterations, 1, 2147483647)
    + dbt_nn._choice_problems('loss', loss, ['train_loss', 'validation_loss'], optional=true)
  )) -%}
  {%- if dbt_nn._gate_runs() -%}
    {%- set history = dbt_nn._tested_history(where, model) -%}
    {%- set judged = loss or dbt_nn._loss_to_judge(history) -%}
{{ dbt_nn._gate(where, model, dbt_nn._convergence_gate(history, judged, last_iterations | int, at_most)) }}
  {%- else -%}
{{ dbt_nn._nothing_to_judge() }}
  {%- endif -%}
{% endtest %}
