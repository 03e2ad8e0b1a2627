{#
  The options of a fleet: many networks in one relation. What they multiply to is in fleets/. They are stored as one fact, `fleet`, of a
  network that is one; see stored/fleet.sql.
#}
{% macro _fleet_options() %}
  {% set usual = {'doors': ['train'], 'is_stored': false} %}
  {% set options = [] %}
  {% for option in [
    {'name': 'group_by', 'default': [], 'accepts': 'group_columns',
     'meaning': 'columns of the examples: each of their values, or combinations of values, gets a network that is trained on its rows'},
    {'name': 'minimum_examples', 'default': 30, 'accepts': 'positive_integer',
     'meaning': 'minimum number of training rows of a group; smaller groups have no network, and the log and networks name them'},
    {'name': 'unknown_group', 'default': 'null', 'accepts': 'choice', 'choices': ['null', 'all'],
     'meaning': 'prediction for a group that has no network: null; or all, the prediction of one more network, '
       ~ 'which is trained on all groups'},
    {'name': 'trials', 'default': [], 'accepts': 'trials',
     'meaning': 'a network for each dict of options in a list, or for each row of a relation with a column per option: '
       ~ "[{l2: 0.01}, {l2: 0.1, learning_rate: 0.05}], or trials=ref('...')"},
    {'name': 'trials_stop', 'default': false, 'accepts': 'boolean',
     'meaning': 'stop the worse half of the trials after an eighth of their iterations, and again after a quarter and after half'},
    {'name': 'folds', 'default': 0, 'accepts': 'folds',
     'meaning': 'number of folds; for each, a network is trained without the rows of the fold. Rows are assigned to folds by a hash of '
       ~ 'example_id, or as split says: by group, stratify or by_time, see fleets.md'},
    {'name': 'restarts', 'default': 1, 'accepts': 'positive_integer',
     'meaning': 'number of networks that differ only in their seed: random_seed, and the numbers after it'},
    {'name': 'best_by', 'default': 'validation_loss', 'accepts': 'best_by',
     'meaning': 'measure that chooses the best trial and restart: a loss or accuracy of the history, or a metric of evaluate on the '
       ~ 'validation rows'},
    {'name': 'keep', 'default': 'best', 'accepts': 'choice', 'choices': ['best', 'all'],
     'meaning': 'networks to store: the best trial and restart of each group, or all of them; predict uses the best'},
    {'name': 'combine', 'default': 'none', 'accepts': 'choice', 'choices': ['none', 'mean'],
     'meaning': 'mean: all restarts are kept, and predictions are their means'},
    {'name': 'history', 'default': 'by size', 'accepts': 'choice', 'choices': ['by size', 'all', 'last'], 'is_fingerprinted': false,
     'meaning': 'iterations of the history to store: all, or (last) only the first, the kept and the last of each network; '
       ~ 'by size: all for at most 100 networks, otherwise last'},
    {'name': 'large_fleet', 'default': false, 'accepts': 'boolean', 'is_fingerprinted': false,
     'meaning': 'allow more than 10,000 networks'},
    {'name': 'encoding_from', 'default': '', 'accepts': 'network_of_inputs',
     'meaning': 'network whose list of inputs, with its categories, is used; centers, scales and fills are learned from the rows'}
  ] %}
    {% do options.append(dict(usual, **option)) %}
  {% endfor %}
  {% do return(options) %}
{% endmacro %}


{# Columns, or none. #}
{% macro _is_group_columns(value, option, door) %}
  {% do return(dbt_nn._is_list(value) and dbt_nn._all_texts(value) and not dbt_nn._repeated(value)) %}
{% endmacro %}


{# A list of dicts, each with one option at least. #}
{% macro _is_trials(value, option, door) %}
  {% if not dbt_nn._is_list(value) %}
    {% do return(false) %}
  {% endif %}
  {% for trial in value if trial is not mapping or not trial %}
    {% do return(false) %}
  {% endfor %}
  {% do return(value | length != 1) %}
{% endmacro %}


{# A name, or a metric of one class with this class. #}
{% macro _is_best_by(value, option, door) %}
  {% if value is mapping %}
    {% set is_whole = value | list | sort == ['metric', 'positive_class'] %}
    {% do return(is_whole and value.metric is string and dbt_nn._all_scalars([value.positive_class])) %}
  {% endif %}
  {% do return(value is string and value != '') %}
{% endmacro %}


{#
  `best_by` in parts: {name, positive_class, of_history: whether the history has it, is_high: whether more is better, which of a metric only
  its table knows}.
#}
{% macro _best_by_of(options) %}
  {% set given = options.best_by if options.best_by is mapping else {'metric': options.best_by, 'positive_class': none} %}
  {% set of_history = given.metric in dbt_nn._measures_of_history() %}
  {% do return({
    'name': given.metric, 'positive_class': given.positive_class, 'of_history': of_history, 'is_high': given.metric.endswith('accuracy')
  }) %}
{% endmacro %}


{# The measures of the history that best_by may be; all others are metrics of evaluate. #}
{% macro _measures_of_history() %}
  {% do return(['validation_loss', 'train_loss', 'validation_accuracy', 'train_accuracy']) %}
{% endmacro %}


{% macro _is_folds(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and (value == 0 or (value >= 2 and value <= 100))) %}
{% endmacro %}


{# The options that a trial may set: those that say how a network is trained, and not what its inputs or its rows are. #}
{% macro _options_of_trials() %}
  {% do return([
    'hidden_layers', 'activation', 'optimizer', 'learning_rate', 'learning_rate_schedule', 'clip_norm', 'l2', 'l1', 'dropout',
    'iterations', 'batch_size', 'early_stopping', 'random_seed'
  ]) %}
{% endmacro %}


{# Whether more than one network is asked for. #}
{% macro _is_fleet(options) %}
  {% do return(options.group_by != [] or options.trials != [] or options.folds != 0 or options.restarts > 1) %}
{% endmacro %}


{# What is wrong with the options of a fleet, as far as options alone tell. #}
{% macro _fleet_problems(options) %}
  {% set problems = [] %}
  {% set fleet = dbt_nn._is_fleet(options) %}
  {% if options.folds and not options.example_id %}
    {% do problems.append("folds is " ~ options.folds ~ ", which requires example_id: rows are assigned to folds by a hash of it") %}
  {% endif %}
  {% if options.trials_stop and not options.trials %}
    {% do problems.append("trials_stop is true, but there are no trials; set trials, or remove trials_stop") %}
  {% endif %}
  {% if options.combine == 'mean' and options.restarts == 1 %}
    {% do problems.append("combine is mean, which averages restarts, but there is only one; set restarts, or remove combine") %}
  {% endif %}
  {% if options.unknown_group == 'all' and not options.group_by %}
    {% do problems.append("unknown_group is all, which requires group_by; set group_by, or remove unknown_group") %}
  {% endif %}
  {% if fleet and options.layout == 'packed' and (options.group_by or options.folds) %}
    {% do problems.append("layout is packed, which holds the rows of one network; accepted with group_by and folds: auto, wide, dots") %}
  {% endif %}
  {% for trial in options.trials %}
    {% set number = loop.index %}
    {% for name in trial if name not in dbt_nn._options_of_trials() %}
      {% do problems.append("trials: trial " ~ number ~ " sets " ~ dbt_nn._not_among(name, dbt_nn._options_of_trials())) %}
    {% endfor %}
    {% for option in dbt_nn._options_of('train') if option.name in trial and option.name in dbt_nn._options_of_trials() %}
      {% set accepted = dbt_nn._option_problem(option, trial[option.name], 'train') %}
      {% do problems.append("trials: trial " ~ number ~ ": " ~ dbt_nn._wrong(option.name, trial[option.name], accepted)) if accepted %}
    {% endfor %}
    {% set together = dict(options, **trial) %}
    {% for problem in dbt_nn._activation_problems(together) + dbt_nn._optimizer_problems(together, 'train') if not problems %}
      {% do problems.append("trials: trial " ~ number ~ ": " ~ problem) %}
    {% endfor %}
  {% endfor %}
  {% do return(problems) %}
{% endmacro %}
