{#
  A gate: fails for every feature whose population stability index against a reference is above `at_most`.
  `where` applies to the tested rows, `reference_where` to the reference.
#}
{% test no_drift(model, reference=none, at_most=0.2, features=none, bins=10, reference_where=none) %}
  {%- set where = 'dbt_nn.no_drift on ' ~ dbt_nn._tested(model).name -%}
  {%- set given = {
    'reference': reference, 'at_most': at_most, 'features': features,
    'bins': bins, 'reference_where': reference_where
  } -%}
{{ dbt_nn._gate(where, model, dbt_nn._drift_query(where, model, given, kwargs)) }}
{% endtest %}
