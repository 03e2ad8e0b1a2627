{#
  A gate for a network: fails if its loss still fell by more than the fraction `at_most` in the last iterations, rose, or is not a number.
#}
{% test training_converged(model, at_most=0.05, last_iterations=10, loss=none) %}
  {%- set where = 'dbt_nn.training_converged on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {'at_most': at_most, 'last_iterations': last_iterations, 'loss': loss} -%}
{{ dbt_nn._gate(where, model, dbt_nn._convergence_query(where, model, given, kwargs)) }}
{% endtest %}
