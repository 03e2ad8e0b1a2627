{#
  The one table of options. A default, or what an option accepts, is written nowhere else.
    doors     who takes it: `stage` (the network of the stage macros), `loop` (the meta of a training loop), `train`
    default   where it is not given; `stage_default` at the stage door; none if the option is needed
    optional  none stands for `as found in the examples`
    accepts   the check's name, see checks.sql; `not_yet` for what is planned
    choices   for `accepts: choice`; `per_layer` if a list of them is accepted too
    constants the defaults of an option that may be a dict
    constants_of, constants_accept   the same for each choice, and the checks of the constants, see constants.sql
    by_task, by_optimizer   the default of each task or optimizer, where it is `by task` or `by optimizer`
#}
{% macro _options() %}
  {% do return([
    {'name': 'features', 'default': none, 'accepts': 'columns', 'doors': ['stage', 'train'], 'optional': ['train'],
     'meaning': 'columns of the examples that are the inputs; every column but label, example_id, example_weight and split where train is not told'},
    {'name': 'label', 'default': none, 'accepts': 'column', 'doors': ['stage', 'train'],
     'meaning': 'column of the examples that is predicted'},
    {'name': 'example_id', 'default': '', 'accepts': 'text', 'doors': ['train'],
     'meaning': 'column that identifies a row; the split is a hash of it'},
    {'name': 'task', 'default': 'by label', 'accepts': 'choice', 'doors': ['train'],
     'choices': ['by label', 'classification', 'regression'],
     'meaning': 'by label: classification for text, boolean, and whole numbers of at most 20 values; else regression'},
    {'name': 'classes', 'default': none, 'stage_default': [], 'accepts': 'classes', 'doors': ['stage', 'train'], 'optional': ['train'],
     'meaning': 'the values of the label, in order; found in the training rows where train is not told'},
    {'name': 'split', 'default': '', 'accepts': 'split', 'doors': ['stage', 'train'],
     'meaning': 'column holding train, validation or test, or fractions of them; where train is not told: a column called split, else a hash of example_id, else every row trains'},
    {'name': 'hidden_layers', 'default': [16], 'accepts': 'layer_sizes', 'doors': ['stage', 'train'],
     'meaning': 'units of each hidden layer; [] for logistic or linear regression'},
    {'name': 'activation', 'default': 'relu', 'accepts': 'choice', 'doors': ['stage', 'train'],
     'choices': ['relu', 'leaky_relu', 'elu', 'selu', 'tanh', 'sigmoid', 'softplus', 'gelu', 'identity'], 'per_layer': true,
     'meaning': 'activation of the hidden layers: one for all, or a list of one for each'},
    {'name': 'output', 'default': 'by loss', 'accepts': 'choice', 'doors': ['stage'],
     'choices': ['by loss', 'softmax', 'sigmoid', 'identity', 'exponential', 'quantiles'],
     'meaning': 'from scores to predictions: softmax (a score per class), sigmoid (one score, two classes), identity, exponential (poisson), quantiles'},
    {'name': 'loss', 'default': 'by label', 'accepts': 'choice_with_constants', 'doors': ['stage', 'train'],
     'choices': ['by label', 'cross_entropy', 'squared_error', 'absolute_error', 'huber', 'poisson', 'quantile'],
     'constants_of': {'huber': {'delta': 1}, 'quantile': {'levels': [0.1, 0.5, 0.9]}},
     'constants_accept': {'delta': 'positive_number', 'levels': 'levels'},
     'meaning': 'what is minimised, by name or as a dict with its constants, {name: huber, delta: 1.35}; by label: cross_entropy where there are classes, squared_error for a number'},
    {'name': 'optimizer', 'default': 'auto', 'stage_default': 'gradient_descent', 'accepts': 'choice_with_constants', 'doors': ['stage', 'train'],
     'choices': ['auto', 'gradient_descent', 'momentum', 'nesterov', 'rprop', 'adam', 'adamw', 'rmsprop'],
     'constants_of': {
       'momentum': {'momentum': 0.9},
       'nesterov': {'momentum': 0.9},
       'rprop': {'increase': 1.2, 'decrease': 0.5, 'largest_step': 50, 'smallest_step': 0.000001},
       'adam': {'beta1': 0.9, 'beta2': 0.999, 'epsilon': 0.00000001},
       'adamw': {'beta1': 0.9, 'beta2': 0.999, 'epsilon': 0.00000001, 'weight_decay': 0.01},
       'rmsprop': {'decay': 0.99, 'epsilon': 0.00000001}
     },
     'constants_accept': {
       'momentum': 'share', 'beta1': 'share', 'beta2': 'share', 'decay': 'share', 'epsilon': 'positive_number', 'weight_decay': 'number_from_0',
       'increase': 'number_from_1', 'decrease': 'positive_share', 'largest_step': 'positive_number', 'smallest_step': 'positive_number'
     },
     'meaning': 'how a gradient becomes an update, by name or as a dict with its constants, {name: adam, beta1: 0.8}; auto: rprop, or adam where there is a batch_size'},
    {'name': 'learning_rate', 'default': 'by optimizer', 'accepts': 'learning_rate', 'doors': ['stage', 'train'],
     'by_optimizer': {'gradient_descent': 0.1, 'momentum': 0.01, 'nesterov': 0.01, 'rprop': 0.1, 'adam': 0.001, 'adamw': 0.001, 'rmsprop': 0.01},
     'meaning': 'length of a step against the gradient; the first step of rprop'},
    {'name': 'learning_rate_schedule', 'default': 'constant', 'accepts': 'choice_with_constants', 'doors': ['stage', 'train'],
     'choices': ['constant', 'step', 'exponential', 'inverse', 'cosine'],
     'constants_of': {
       'constant': {'warm_up': 0},
       'step': {'every': 30, 'factor': 0.5, 'warm_up': 0},
       'exponential': {'factor': 0.99, 'warm_up': 0},
       'inverse': {'decay': 0.01, 'warm_up': 0},
       'cosine': {'iterations': none, 'smallest_rate': 0, 'warm_up': 0}
     },
     'constants_accept': {
       'every': 'positive_integer', 'factor': 'positive_share', 'decay': 'positive_number', 'iterations': 'positive_integer',
       'smallest_rate': 'number_from_0', 'warm_up': 'integer_from_0'
     },
     'meaning': 'how the learning rate changes from iteration to iteration, by name or as a dict with its constants, {name: step, every: 30, factor: 0.5, warm_up: 10}; not with rprop'},
    {'name': 'clip_norm', 'default': '', 'accepts': 'positive_number_or_none', 'doors': ['stage', 'train'],
     'meaning': 'most that the norm of all gradients of a network may be: above it, they shrink until it is that; not with rprop'},
    {'name': 'l2', 'default': 'by task', 'stage_default': 0, 'accepts': 'penalty', 'doors': ['stage', 'train'],
     'by_task': {'classification': 0.003, 'regression': 0.01},
     'meaning': 'penalty 0.5 * l2 * sum(weight^2), biases are free; not given, it is 0 with adamw, which shrinks the weights itself'},
    {'name': 'l1', 'default': 0, 'accepts': 'penalty', 'doors': ['stage', 'train'],
     'meaning': 'penalty l1 * sum(|weight|), biases are free'},
    {'name': 'dropout', 'default': 0, 'accepts': 'dropout', 'doors': ['train'],
     'meaning': 'share of the hidden units that every training row leaves out, drawn anew in every iteration from a hash of example_id; one, or one per hidden layer'},
    {'name': 'class_weights', 'default': '', 'accepts': 'class_weights', 'doors': ['train'],
     'meaning': 'how much the rows of a class count: balanced gives all classes the same total weight; a class that is not named weighs 1'},
    {'name': 'example_weight', 'default': '', 'accepts': 'text', 'doors': ['train'],
     'meaning': 'column that says how much a row counts: a number of at least 0'},
    {'name': 'iterations', 'default': 100, 'accepts': 'positive_integer', 'doors': ['loop', 'train'],
     'meaning': 'number of updates'},
    {'name': 'batch_size', 'default': none, 'accepts': 'positive_integer', 'doors': ['train'], 'optional': ['train'],
     'meaning': 'training rows that an iteration reads, shuffled anew in every epoch by a hash of example_id; without it, all of them'},
    {'name': 'early_stopping', 'default': false, 'accepts': 'early_stopping', 'doors': ['train'],
     'constants': {'patience': 10, 'minimum_improvement': 0.0001},
     'meaning': 'end when the validation loss has not improved, and keep the best parameters: true, or {patience, minimum_improvement}'},
    {'name': 'max_categories', 'default': 20, 'accepts': 'positive_integer', 'doors': ['train'],
     'meaning': 'most frequent categories of a text feature that get an input each; the others share one'},
    {'name': 'missing_indicator', 'default': false, 'accepts': 'boolean', 'doors': ['train'],
     'meaning': 'one more input for each feature with missing values: 1 where it was missing'},
    {'name': 'warm_start', 'default': '', 'accepts': 'network', 'doors': ['train'],
     'meaning': 'a network to start from; iterations are then those to come'},
    {'name': 'random_seed', 'default': 42, 'accepts': 'integer', 'doors': ['stage', 'train'],
     'meaning': 'seed of the initial weights'},
    {'name': 'checkpoint_every', 'default': 'auto', 'accepts': 'positive_integer_or_auto', 'doors': ['loop', 'train'],
     'meaning': 'iterations between two checkpoints; auto aims at one a second'},
    {'name': 'layout', 'default': 'auto', 'accepts': 'choice', 'doors': ['stage', 'train'],
     'choices': ['auto', 'wide', 'dots', 'packed'],
     'meaning': 'how the SQL of an iteration is written: a column per parameter (wide), a list per unit (dots), or one row of lists (packed); the parameters are the same'},
    {'name': 'loop', 'default': 'auto', 'accepts': 'choice', 'doors': ['loop', 'train'],
     'choices': ['auto', 'recursive', 'stepwise'],
     'meaning': 'one statement for many iterations, or one for each; the parameters are the same'},
    {'name': 'resume', 'default': true, 'accepts': 'boolean', 'doors': ['loop', 'train'],
     'meaning': 'continue from the last checkpoint of an interrupted run if options and examples are unchanged'},
    {'name': 'keep_checkpoints', 'default': false, 'accepts': 'boolean', 'doors': ['loop', 'train'],
     'meaning': 'leave the checkpoints standing when training has ended'}
  ] + dbt_nn._planned_options()) %}
{% endmacro %}


{# Options of the design that raise until they are there. #}
{% macro _planned_options() %}
  {% set planned = [] %}
  {% for name in ['group_by', 'trials', 'folds', 'restarts', 'best_by'] %}
    {% do planned.append({'name': name, 'default': '', 'accepts': 'not_yet', 'doors': ['train'], 'meaning': 'planned'}) %}
  {% endfor %}
  {% do return(planned) %}
{% endmacro %}


{% macro _options_of(door) %}
  {% set taken = [] %}
  {% for option in dbt_nn._options() if door in option.doors %}
    {% do taken.append(option) %}
  {% endfor %}
  {% do return(taken) %}
{% endmacro %}


{% macro _default_of(option, door) %}
  {% do return(option.stage_default if door == 'stage' and 'stage_default' in option else option.default) %}
{% endmacro %}


{# An option's value, where its default hangs on the task or the optimizer. #}
{% macro _default_by(name, value, what, case) %}
  {% for option in dbt_nn._options() if option.name == name and value == 'by ' ~ what %}
    {% do return(option['by_' ~ what][case]) %}
  {% endfor %}
  {% do return(value) %}
{% endmacro %}


{# The constants of an option that is true or a dict of some of them. #}
{% macro _constants_of(name, value) %}
  {% for option in dbt_nn._options() if option.name == name %}
    {% set constants = dict(option.constants) %}
    {% do constants.update(value if value is mapping else {}) %}
    {% do return(constants) %}
  {% endfor %}
{% endmacro %}
