{#
  The data tests by name: `query(where, model, given, further)` is the macro of their failing rows, '' where the tables can't be looked at;
  `arguments` are theirs with their defaults, as in the signature of the test. Reports ask the same queries again.
#}
{% macro _gate_named(name) %}
  {% set evaluated = {'label': none, 'positive_class': none, 'by': [], 'example_weight': none} %}
  {% set gates = {
    'metric': {'query': dbt_nn._metric_query, 'arguments': dict(evaluated, metric=none, at_least=none, at_most=none)},
    'beats_baseline': {'query': dbt_nn._baseline_query, 'has_condition': true, 'arguments': dict(
      evaluated, metric=none, baseline=none, margin=0, missing_baseline='fail'
    )},
    'calibrated': {'query': dbt_nn._calibrated_query, 'arguments': dict(evaluated, at_most=none, bins=10)},
    'no_drift': {'query': dbt_nn._drift_query, 'arguments': {
      'reference': none, 'at_most': 0.2, 'features': none, 'bins': 10, 'reference_where': none
    }},
    'no_skew': {'query': dbt_nn._skew_query, 'arguments': {'network': none, 'at_most': 0.2, 'features': none, 'minimum_rows': 100}},
    'no_leakage': {'query': dbt_nn._leakage_query, 'arguments': {
      'label': none, 'at_most': 0.98, 'features': none, 'task': none, 'bins': 20
    }},
    'parameters_finite': {'query': dbt_nn._finite_query, 'arguments': {}},
    'trained_within': {'query': dbt_nn._age_query, 'arguments': {'days': none}},
    'training_converged': {'query': dbt_nn._convergence_query, 'arguments': {'at_most': 0.05, 'last_iterations': 10, 'loss': none}}
  } %}
  {% do return(gates.get(name)) %}
{% endmacro %}


{% macro _metric_query(where, model, given, further={}) %}
  {% set asked = dict(given, predictions=model, metrics=[given.metric]) %}
  {% do dbt_nn._check_evaluation_arguments(where, asked, (
    dbt_nn._unknown_arguments(further, given | list) + dbt_nn._metric_bounds_problems(given.metric, given.at_least, given.at_most)
  )) %}
  {% do return(dbt_nn._metric_gate(where, asked, given.at_least, given.at_most)) %}
{% endmacro %}


{# `condition` of the tested rows is for the baseline too. #}
{% macro _baseline_query(where, model, given, further={}, condition=none) %}
  {% set asked = dict(given, predictions=model, metrics=[given.metric]) %}
  {% do dbt_nn._check_evaluation_arguments(where, asked, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._relation_problems('baseline', given.baseline, optional=true, in_yaml=true)
    + dbt_nn._margin_problems(given.metric, given.margin)
    + dbt_nn._choice_problems('missing_baseline', given.missing_baseline, ['fail', 'constant'])
  )) %}
  {% set other = dbt_nn._judged_baseline(where, given.baseline, given.missing_baseline, condition) %}
  {% do return(dbt_nn._baseline_gate(where, asked, other, given.margin)) %}
{% endmacro %}


{% macro _calibrated_query(where, model, given, further={}) %}
  {% set asked = dict(given, predictions=model) %}
  {% do dbt_nn._check_evaluation_arguments(where, asked, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._upper_bound_problems(given.at_most, 0, 1, 'the expected calibration error')
    + dbt_nn._bins_problems(given.bins)
  )) %}
  {% do return(dbt_nn._calibration_gate(where, asked, given.bins | int, given.at_most)) %}
{% endmacro %}


{% macro _finite_query(where, model, given, further={}) %}
  {% do dbt_nn._raise_problems(where, dbt_nn._unknown_arguments(further, [])) %}
  {% if not dbt_nn._gate_looks() %}
    {% do return('') %}
  {% endif %}
  {% do return(dbt_nn._finite_gate(model, dbt_nn._tested_network(where, model))) %}
{% endmacro %}


{% macro _age_query(where, model, given, further={}) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._number_problems('days', given.days, 'a number of at least 0 and at most 36500', 0, 36500)
  )) %}
  {% if not dbt_nn._gate_looks() %}
    {% do return('') %}
  {% endif %}
  {% do dbt_nn._check_stands('the tested model', model, where, looks=true) %}
  {% do dbt_nn._check_is_network(model, where ~ ": " ~ dbt_nn._tested(model).name) %}
  {% do return(dbt_nn._age_gate(model, given.days)) %}
{% endmacro %}


{% macro _convergence_query(where, model, given, further={}) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._upper_bound_problems(given.at_most, 0, none, 'the fraction that the loss falls by')
    + dbt_nn._whole_number_problems('last_iterations', given.last_iterations, 1, 2147483647)
    + dbt_nn._choice_problems('loss', given.loss, ['train_loss', 'validation_loss'], optional=true)
  )) %}
  {% if not dbt_nn._gate_looks() %}
    {% do return('') %}
  {% endif %}
  {% set history = dbt_nn._tested_history(where, model) %}
  {% set judged = given.loss or dbt_nn._loss_to_judge(history) %}
  {% do return(dbt_nn._convergence_gate(history, judged, given.last_iterations | int, given.at_most)) %}
{% endmacro %}
