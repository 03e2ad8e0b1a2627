{% macro _drift_query(where, model, given, further={}) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._relation_problems('reference', given.reference, in_yaml=true)
    + dbt_nn._upper_bound_problems(given.at_most, 0, none, 'the population stability index')
    + dbt_nn._features_given_problems(given.features)
    + dbt_nn._bins_problems(given.bins, 2)
    + dbt_nn._text_problems('reference_where', given.reference_where, 'a condition in SQL', optional=true)
  )) %}
  {% if not dbt_nn._gate_looks() %}
    {% do return('') %}
  {% endif %}
  {% do dbt_nn._check_stands('the tested model', model, where, looks=true) %}
  {% do dbt_nn._check_stands('reference', given.reference, where, looks=true) %}
  {% set chosen = '(select * from ' ~ given.reference ~ ' where ' ~ given.reference_where ~ ') as reference_rows' %}
  {% set other = chosen if given.reference_where else given.reference %}
  {% set columns = dbt_nn._columns_in('select * from ' ~ model) %}
  {% set others = dbt_nn._columns_in('select * from ' ~ other) %}
  {% set wanted = dbt_nn._as_list(given.features) %}
  {% set compared = dbt_nn._features_compared(wanted, columns, others) %}
  {% set problems = dbt_nn._feature_problems(wanted, compared, columns, dbt_nn._tested(model).name ~ ' and ' ~ given.reference) %}
  {% do dbt_nn._raise_problems(where, problems or dbt_nn._unlike_types(compared, others, model, given.reference)) %}
  {% do return(dbt_nn._drift_gate(model, other, compared, given.bins | int, given.at_most)) %}
{% endmacro %}


{% macro _skew_query(where, model, given, further={}) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._relation_problems('network', given.network, in_yaml=true)
    + dbt_nn._upper_bound_problems(given.at_most, 0, none, 'the population stability index')
    + dbt_nn._features_given_problems(given.features)
    + dbt_nn._whole_number_problems('minimum_rows', given.minimum_rows, 1, 1000000000)
  )) %}
  {% if not dbt_nn._gate_looks() %}
    {% do return('') %}
  {% endif %}
  {% do dbt_nn._check_stands('the tested model', model, where, looks=true) %}
  {% set shape = dbt_nn._network_shape(given.network, where) %}
  {% if shape is none %}
    {% do dbt_nn._raise_problems(where, [given.network ~ " does not contain a trained network; run its model first"]) %}
  {% endif %}
  {% set columns = dbt_nn._columns_in('select * from ' ~ model) %}
  {% set compared = dbt_nn._features_of_skew(where, shape, given.network, columns, dbt_nn._as_list(given.features)) %}
  {% set skew = dbt_nn._skew(shape, given.network, model, columns, compared) %}
  {% do return(dbt_nn._skew_gate(skew, given.at_most, given.minimum_rows | int, compared.by_group)) %}
{% endmacro %}


{% macro _leakage_query(where, model, given, further={}) %}
  {% do dbt_nn._raise_problems(where, (
    dbt_nn._unknown_arguments(further, given | list)
    + dbt_nn._text_problems('label', given.label, 'the name of the column that is predicted')
    + dbt_nn._upper_bound_problems(given.at_most, none, 1, 'the share of errors that a feature removes')
    + dbt_nn._features_given_problems(given.features)
    + dbt_nn._choice_problems('task', given.task, ['classification', 'regression'], optional=true)
    + dbt_nn._bins_problems(given.bins, 2)
  )) %}
  {% if not dbt_nn._gate_looks() %}
    {% do return('') %}
  {% endif %}
  {% do dbt_nn._check_stands('the tested model', model, where, looks=true) %}
  {% set columns = dbt_nn._columns_in('select * from ' ~ model) %}
  {% set target_column = dbt_nn._column_named(columns, given.label) %}
  {% do dbt_nn._raise_problems(where, [dbt_nn._unknown_column(given.label, columns)] if target_column is none else []) %}
  {% set wanted = dbt_nn._as_list(given.features) %}
  {% set own_split = dbt_nn._columns_alike(columns, 'split') | map(attribute='name') | list %}
  {% set compared = dbt_nn._features_compared(wanted, columns, columns, [target_column.name] + own_split) %}
  {% set target_column = dict(target_column, kind=dbt_nn._kind_of_type(target_column.type)) %}
  {% set is_number = dbt_nn._label_is_number(model, target_column, given.task) %}
  {% do dbt_nn._raise_problems(
    where,
    dbt_nn._feature_problems(wanted, compared, columns, dbt_nn._tested(model).name, {target_column.name: 'the label'})
    + dbt_nn._label_problems(target_column, is_number)
  ) %}
  {% do return(dbt_nn._leakage_gate(model, target_column, is_number, compared, given.bins | int, given.at_most)) %}
{% endmacro %}
