{#
  A gate for a network: fails where its loss still fell by more than a part `at_most` of itself in the last iterations, or rose, or is no
  number.
#}
{% test training_converged(model, at_most=0.05, last_iterations=10, loss=none) %}
  {%- set where = 'dbt_nn.training_converged' -%}
  {%- set given = {'at_most': at_most, 'last_iterations': last_iterations, 'loss': loss} -%}
{{ dbt_nn._gate(where, model, dbt_nn._convergence_query(where, model, given, kwargs)) }}
{% endtest %}
