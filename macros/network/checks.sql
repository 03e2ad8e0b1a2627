{#
  What an option or a constant may be: `fits(value, option, door)` says whether a value is, and `accepted` what is, in words. A choice words
  that itself: `problem(option, value)` is '' or what is accepted. `stage_accepted` is other words for a stage.
#}
{% macro _checks() %}
  {% do return({
    'columns': {'fits': dbt_nn._is_columns, 'accepted': 'a list of distinct column names'},
    'column': {'fits': dbt_nn._is_column, 'accepted': 'a column name'},
    'text': {'fits': dbt_nn._is_text, 'accepted': 'a column name'},
    'best_by': {'fits': dbt_nn._is_best_by, 'accepted': "validation_loss, train_loss, validation_accuracy, train_accuracy, a metric of "
      ~ "evaluate, or of one class {metric: f1, positive_class: 'yes'}"},
    'group_columns': {'fits': dbt_nn._is_group_columns, 'accepted': 'a list of distinct column names'},
    'trials': {
      'fits': dbt_nn._is_trials, 'accepted': 'a list of at least two dicts of options, or a relation with a column for each option'
    },
    'folds': {'fits': dbt_nn._is_folds, 'accepted': 'an integer of at least 2 and at most 100'},
    'network_of_inputs': {'fits': dbt_nn._is_none_given, 'accepted': "a network of dbt_nn.train, as encoding_from=ref('...')"},
    'retrain': {'fits': dbt_nn._is_retrain, 'accepted': 'changed, never, or {days: an integer of at least 1 and at most 36500}'},
    'promote': {
      'problem': dbt_nn._promote_problem,
      'accepted': 'always, or a dict with metric and, as needed, at_least, at_most, better_than_standing, margin, split, positive_class, '
        ~ 'otherwise'
    },
    'held_out_split': {'fits': dbt_nn._is_held_out_split, 'accepted': 'test or validation'},
    'otherwise': {'fits': dbt_nn._is_otherwise, 'accepted': 'keep or fail'},
    'encode': {
      'problem': dbt_nn._encode_problem,
      'accepted': 'a dict of features and their encodings'
    },
    'buckets': {'fits': dbt_nn._is_buckets, 'accepted': 'an integer from 2 to 1000'},
    'parts_of_dates': {'fits': dbt_nn._is_parts_of_dates, 'accepted': 'a list of month, weekday, hour and days'},
    'number': {'fits': dbt_nn._is_any_number, 'accepted': 'a number'},
    'scalar': {'fits': dbt_nn._is_scalar, 'accepted': "one of the label's classes"},
    'split': {
      'fits': dbt_nn._is_split,
      'accepted': 'a column name, or fractions such as {train: 0.8, validation: 0.2} that add up to 1, '
        ~ 'optionally with stratify: true, by_time: a column, or group: a column',
      'stage_accepted': 'a column name'
    },
    'early_stopping': {
      'fits': dbt_nn._is_early_stopping,
      'accepted': 'true, false, auto, or {patience: an integer of at least 1, minimum_improvement: a number of at least 0, '
        ~ 'since: an integer of at least 1}'
    },
    'classes': {'fits': dbt_nn._is_classes, 'accepted': 'a list of at least two distinct values of the label'},
    'layer_sizes': {
      'fits': dbt_nn._is_layer_sizes,
      'accepted': 'a list of integers of at least 1 and at most 100,000, one per hidden layer'
    },
    'choice': {'problem': dbt_nn._unknown_choice},
    'choice_with_constants': {'problem': dbt_nn._choice_problem},
    'network': {'fits': dbt_nn._is_none_given, 'accepted': "a network of dbt_nn.train, as warm_start=ref('...')"},
    'boolean': {'fits': dbt_nn._is_boolean, 'accepted': 'true or false'},
    'integer': {'fits': dbt_nn._is_safe_integer, 'accepted': 'an integer of at most 15 digits'},
    'positive_integer': {'fits': dbt_nn._is_positive_integer, 'accepted': 'an integer of at least 1 and at most 2147483647'},
    'integer_from_0': {'fits': dbt_nn._is_integer_from_0, 'accepted': 'an integer of at least 0 and at most 2147483647'},
    'positive_integer_or_auto': {
      'fits': dbt_nn._is_positive_integer_or_auto, 'accepted': 'an integer of at least 1 and at most 2147483647, or auto'
    },
    'positive_integer_or_chosen': {
      'fits': dbt_nn._is_iterations, 'accepted': 'an integer of at least 1 and at most 2147483647, or in train auto'
    },
    'positive_integer_all_or_auto': {
      'fits': dbt_nn._is_batch_size, 'accepted': 'an integer of at least 1 and at most 2147483647, all, or auto'
    },
    'positive_number': {'fits': dbt_nn._is_positive_number, 'accepted': 'a number above 0'},
    'positive_number_or_none': {'fits': dbt_nn._is_positive_number_or_none, 'accepted': 'a number above 0'},
    'number_from_0': {'fits': dbt_nn._is_number_from_0, 'accepted': 'a number of at least 0'},
    'number_from_1': {'fits': dbt_nn._is_number_from_1, 'accepted': 'a number of at least 1'},
    'share': {'fits': dbt_nn._is_share, 'accepted': 'a number of at least 0 and below 1'},
    'positive_share': {'fits': dbt_nn._is_positive_share, 'accepted': 'a number above 0 and below 1'},
    'levels': {'fits': dbt_nn._is_levels, 'accepted': 'a list of distinct numbers between 0 and 1, with at most 6 decimal places'},
    'learning_rate': {'fits': dbt_nn._is_learning_rate, 'accepted': 'a number above 0'},
    'penalty': {'fits': dbt_nn._is_penalty, 'accepted': 'a number of at least 0, or {from, to, over, floor} for one that falls: '
      ~ 'from and to above 0, to at most from, over an integer of iterations, floor a number of at least 0'},
    'class_weights': {
      'fits': dbt_nn._is_class_weights, 'accepted': 'balanced, or a dict of classes and their weights, each at least 0'
    },
    'dropout': {
      'fits': dbt_nn._is_dropout, 'accepted': 'a number of at least 0 and below 1, or a list with one number per hidden layer'
    }
  }) %}
{% endmacro %}


{% macro _check_named(kind) %}
  {% set checks = dbt_nn._checks() %}
  {% if kind not in checks %}
    {% do exceptions.raise_compiler_error("dbt_nn: a table names an unknown check '" ~ kind ~ "'") %}
  {% endif %}
  {% do return(checks[kind]) %}
{% endmacro %}


{# What is wrong with an option's value: '' if nothing, else what is accepted. #}
{% macro _option_problem(option, value, door) %}
  {% set check = dbt_nn._check_named(option.accepts) %}
  {% if 'problem' in check %}
    {% set accepted = check.problem(option, value) %}
  {% elif check.fits(value, option, door) %}
    {% set accepted = '' %}
  {% else %}
    {% set accepted = check.stage_accepted if door == 'stage' and 'stage_accepted' in check else check.accepted %}
  {% endif %}

  {% do return(accepted ~ (dbt_nn._hint_for_number_text(value) if 'number' in accepted else '')) %}
{% endmacro %}


{# One of the choices, or a list of them where every layer may have its own. #}
{% macro _unknown_choice(option, value) %}
  {% set may_be_list = option.per_layer and dbt_nn._is_list(value) %}
  {% set unknown = [] %}
  {% for one in (value if may_be_list else [value]) if one is not string or one not in option.choices %}
    {% do unknown.append(one) %}
  {% endfor %}
  {% set each = ', or a list with one of these per hidden layer' if option.per_layer else '' %}
  {% do return('one of ' ~ option.choices | join(', ') ~ each if unknown else '') %}
{% endmacro %}
