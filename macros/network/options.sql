{#
  The one table of options. A default, or what an option accepts, is written nowhere else; activations, losses, optimizers and schedules
  come from their own tables.
    doors     who takes it: `stage` (the network of the stage macros), `loop` (the meta of a training loop), `train`
    default   where it is not given; `stage_default` and `loop_default` at those doors; none if the option is needed
    optional  the doors where none stands for `as found in the examples`
    accepts   the check's name, see checks.sql
    choices   for `accepts: choice`; `per_layer` if a list of them is accepted too
    constants the defaults of an option that may be a dict
    constants_of   the same for each choice: {name: {default, accepts}}
    by_task, by_optimizer   the default of each task or optimizer, where it is `by task` or `by optimizer`
    of_network     the doors where it goes into the network's record as it is given
    is_stored      it is stored with the network
    is_fingerprinted   another value trains another network: false for what only says how, or how long
    is_once        true asks for something to be done in the next training: false again asks for none
#}
{% macro _options() %}
  {% set usual = {
    'optional': [], 'per_layer': false, 'choices': [], 'constants_of': {}, 'of_network': [], 'is_stored': true, 'is_fingerprinted': true,
    'is_once': false
  } %}
  {% set options = [] %}
  {% for option in dbt_nn._listed_options() + dbt_nn._fleet_options() %}
    {% do options.append(dict(usual, **option)) %}
  {% endfor %}
  {% do return(options) %}
{% endmacro %}


{% macro _listed_options() %}
  {% set losses = dbt_nn._losses() %}
  {% set optimizers = dbt_nn._optimizers() %}
  {% set schedules = dbt_nn._schedules() %}
  {% do return([
    {'name': 'features', 'default': none, 'accepts': 'columns', 'doors': ['stage', 'train'], 'optional': ['train'],
     'of_network': ['stage'],
     'meaning': 'columns of the examples that are used as inputs; '
       ~ 'by default every column except label, example_id, example_weight and split'},
    {'name': 'label', 'default': none, 'accepts': 'column', 'doors': ['stage', 'train'],
     'of_network': ['stage'],
     'meaning': 'column of the examples to predict'},
    {'name': 'example_id', 'default': '', 'accepts': 'text', 'doors': ['train'],
     'meaning': 'column that identifies a row; the split is a hash of it'},
    {'name': 'task', 'default': 'by label', 'accepts': 'choice', 'doors': ['train'],
     'choices': ['by label', 'classification', 'regression'],
     'meaning': 'what to predict; by label: classification for text, booleans and integers of at most 20 values, '
       ~ 'otherwise regression'},
    {'name': 'classes', 'default': none, 'stage_default': [], 'accepts': 'classes', 'doors': ['stage', 'train'], 'optional': ['train'],
     'of_network': ['stage'],
     'meaning': 'values of the label, in order; by default those of the training rows, sorted'},
    {'name': 'split', 'default': '', 'accepts': 'split', 'doors': ['stage', 'train'],
     'of_network': ['stage'],
     'meaning': 'column with train, validation or test; or the fraction of rows in each. Fractions assign rows by a hash of example_id, '
       ~ 'or with one of three keys: stratify (every class has the same fractions), by_time (the latest rows are held out), '
       ~ 'group (rows of a value stay together). By default a column named split, otherwise a hash of example_id; without both, '
       ~ 'all rows are used for training'},
    {'name': 'refresh_split', 'default': false, 'accepts': 'boolean', 'doors': ['train'], 'is_once': true,
     'meaning': 'learn the thresholds of stratify or by_time again, instead of keeping those of the existing network'},
    {'name': 'hidden_layers', 'default': [16], 'accepts': 'layer_sizes', 'doors': ['stage', 'train'],
     'of_network': ['stage', 'train'],
     'meaning': 'units of each hidden layer; [] for logistic or linear regression'},
    {'name': 'activation', 'default': 'relu', 'accepts': 'choice', 'doors': ['stage', 'train'],
     'of_network': ['stage', 'train'],
     'choices': dbt_nn._activations() | list, 'per_layer': true,
     'meaning': 'activation of the hidden layers: one name, or a list with one name per hidden layer'},
    {'name': 'output', 'default': 'by loss', 'accepts': 'choice', 'doors': ['stage'],
     'choices': ['by loss'] + dbt_nn._output_names_of_losses(),
     'meaning': 'from scores to predictions: softmax (a score per class), sigmoid (one score, two classes), '
       ~ 'identity, exponential (poisson), quantiles'},
    {'name': 'loss', 'default': 'by label', 'accepts': 'choice_with_constants', 'doors': ['stage', 'train'],
     'choices': ['by label'] + losses | list, 'constants_of': dbt_nn._constants_by_name(losses),
     'meaning': 'loss to minimize: a name, or a dict with its constants, {name: huber, delta: 1.35}; '
       ~ 'by label: cross_entropy for classes, squared_error for a number'},
    {'name': 'optimizer', 'default': 'auto', 'stage_default': 'gradient_descent', 'accepts': 'choice_with_constants',
     'doors': ['stage', 'train'],
     'choices': ['auto'] + optimizers | list, 'constants_of': dbt_nn._constants_by_name(optimizers),
     'meaning': 'how a gradient becomes an update: a name, or a dict with its constants, {name: adam, beta1: 0.8}; '
       ~ 'auto: rprop, or adam with a batch_size or many rows; see defaults.md'},
    {'name': 'learning_rate', 'default': 'auto', 'stage_default': 'by optimizer', 'accepts': 'learning_rate', 'doors': ['stage', 'train'],
     'by_optimizer': dbt_nn._learning_rates(optimizers),
     'meaning': 'length of a step against the gradient; the first step of rprop; auto: see defaults.md'},
    {'name': 'learning_rate_schedule', 'default': 'auto', 'stage_default': 'constant', 'accepts': 'choice_with_constants',
     'doors': ['stage', 'train'],
     'choices': ['auto'] + schedules | list, 'constants_of': dbt_nn._constants_by_name(schedules),
     'meaning': 'how the learning rate changes from iteration to iteration: a name, or a dict with its constants, '
       ~ '{name: step, every: 30, factor: 0.5, warm_up: 10}; '
       ~ 'auto: constant, or cosine if optimizer is auto and adam is chosen for many rows. Not available with rprop'},
    {'name': 'clip_norm', 'default': '', 'accepts': 'positive_number_or_none', 'doors': ['stage', 'train'],
     'meaning': 'maximum norm of the gradient; larger gradients are scaled down to it. Not available with rprop'},
    {'name': 'l2', 'default': 'auto', 'stage_default': 0, 'accepts': 'penalty', 'doors': ['stage', 'train'],
     'of_network': ['stage'],
     'by_task': {'classification': 0.003, 'regression': 0.01},
     'meaning': 'L2 penalty 0.5 * l2 * sum(weight^2); biases are not penalized. A number, or {from, to, over, floor}, which falls '
       ~ 'from iteration to iteration. auto: falling with rprop, otherwise by task, see defaults.md; by task: 0 with adamw, which '
       ~ 'shrinks the weights itself'},
    {'name': 'l1', 'default': 0, 'accepts': 'penalty', 'doors': ['stage', 'train'],
     'of_network': ['stage', 'train'],
     'meaning': 'L1 penalty l1 * sum(|weight|); biases are not penalized. A number, or {from, to, over, floor}'},
    {'name': 'dropout', 'default': 0, 'accepts': 'dropout', 'doors': ['train'],
     'meaning': 'share of the hidden units that are 0 for a training row, drawn in every iteration from a hash of example_id'},
    {'name': 'class_weights', 'default': '', 'accepts': 'class_weights', 'doors': ['train'],
     'meaning': 'weight of the rows of each class: balanced gives all classes the same total weight; '
       ~ 'a class that is not named has weight 1'},
    {'name': 'example_weight', 'default': '', 'accepts': 'text', 'doors': ['train'],
     'meaning': 'column with the weight of each row: a number of at least 0'},
    {'name': 'iterations', 'default': 'auto', 'loop_default': 100, 'accepts': 'positive_integer_or_chosen', 'doors': ['loop', 'train'],
     'is_fingerprinted': false,
     'meaning': 'number of updates; with early stopping, their maximum; '
       ~ 'auto: 300 with early stopping, otherwise 100, see defaults.md'},
    {'name': 'batch_size', 'default': 'auto', 'accepts': 'positive_integer_all_or_auto', 'doors': ['train'],
     'of_network': ['train'],
     'meaning': 'number of training rows that an iteration reads; a hash of example_id divides the rows into batches once. '
       ~ 'all: every row; auto: all, unless there are many rows, see defaults.md'},
    {'name': 'early_stopping', 'default': 'auto', 'accepts': 'early_stopping', 'doors': ['train'],
     'constants': {'patience': 10, 'minimum_improvement': 0.0001, 'since': 1},
     'meaning': 'stop when the validation loss has not improved for `patience` iterations, and keep the best parameters from iteration '
       ~ '`since` on; with batches, both count epochs. patience and since are 20 if a penalty falls; '
       ~ 'auto: true with rprop and at least 10 validation rows'},
    {'name': 'encode', 'default': {}, 'accepts': 'encode', 'doors': ['train'],
     'meaning': 'encodings of features, which otherwise follow from their types: '
       ~ '{city: {as: hash, buckets: 64}, income: [standard, log], ordered_at: {as: date, parts: [month, days]}}'},
    {'name': 'max_categories', 'default': 20, 'accepts': 'positive_integer', 'doors': ['train'],
     'meaning': 'maximum number of categories of a text feature that have their own input, the most frequent ones; all others share one. '
       ~ 'With the default of 20, a text with more categories also has their mean label as an input, see networks.md'},
    {'name': 'missing_indicator', 'default': false, 'accepts': 'boolean', 'doors': ['train'],
     'meaning': 'add an input for each feature with missing values: 1 for a missing value, otherwise 0'},
    {'name': 'calibrate', 'default': 'none', 'accepts': 'choice', 'doors': ['train'], 'choices': ['none', 'temperature'],
     'meaning': 'temperature: divide the scores of classes by a number learned from the validation rows, '
       ~ 'so that probabilities are neither too high nor too low; predicted labels do not change'},
    {'name': 'interval', 'default': none, 'accepts': 'positive_share', 'doors': ['train'], 'optional': ['train'],
     'meaning': 'share of new rows whose number lies between predicted_low and predicted_high. These columns are added to predictions, '
       ~ 'by split conformal prediction from the residuals of the validation rows'},
    {'name': 'warm_start', 'default': '', 'accepts': 'network', 'doors': ['train'],
     'meaning': 'network to start from; iterations then counts additional iterations'},
    {'name': 'random_seed', 'default': 42, 'accepts': 'integer', 'doors': ['stage', 'train'],
     'of_network': ['stage', 'train'],
     'meaning': 'seed of the initial weights'},
    {'name': 'checkpoint_every', 'default': 'auto', 'accepts': 'positive_integer_or_auto', 'doors': ['loop', 'train'],
     'is_fingerprinted': false,
     'meaning': 'iterations between two checkpoints; auto: about one checkpoint a second'},
    {'name': 'layout', 'default': 'auto', 'accepts': 'choice', 'doors': ['stage', 'train'],
     'of_network': ['stage', 'train'],
     'choices': ['auto', 'wide', 'dots', 'packed'],
     'meaning': 'how the SQL of an iteration is written: a column per parameter (wide), a list per unit (dots), '
       ~ 'or one row of lists (packed); the parameters are the same'},
    {'name': 'loop', 'default': 'auto', 'accepts': 'choice', 'doors': ['loop', 'train'],
     'is_fingerprinted': false,
     'choices': ['auto', 'recursive', 'stepwise'],
     'meaning': 'recursive: one statement for many iterations; stepwise: one statement per iteration; the parameters are the same'},
    {'name': 'resume', 'default': true, 'accepts': 'boolean', 'doors': ['loop', 'train'],
     'is_fingerprinted': false,
     'meaning': 'resume from the last checkpoint of an interrupted run if options and examples are unchanged'},
    {'name': 'keep_checkpoints', 'default': false, 'accepts': 'boolean', 'doors': ['loop', 'train'],
     'is_fingerprinted': false,
     'meaning': 'keep the checkpoint tables after training'},
    {'name': 'retrain', 'default': 'changed', 'accepts': 'retrain', 'doors': ['train'],
     'is_stored': false, 'is_fingerprinted': false,
     'meaning': 'when an existing network is retrained: when its rows or options have changed, never, or at most once in that many days; '
       ~ 'see promotion.md'},
    {'name': 'promote', 'default': 'always', 'accepts': 'promote', 'doors': ['train'],
     'is_stored': false, 'is_fingerprinted': false,
     'meaning': 'metric that a new network must reach on held-out rows to replace the standing one; see promotion.md'},
    {'name': 'keep_previous', 'default': none, 'accepts': 'boolean', 'doors': ['train'], 'optional': ['train'],
     'is_stored': false, 'is_fingerprinted': false,
     'meaning': 'keep the replaced network as <name>__previous, for roll_back; by default true if promote is a dict'}
  ]) %}
{% endmacro %}


{# The constants of every row of a table. #}
{% macro _constants_by_name(table) %}
  {% set constants = {} %}
  {% for name, row in table.items() %}
    {% do constants.update({name: row.constants}) %}
  {% endfor %}
  {% do return(constants) %}
{% endmacro %}


{% macro _learning_rates(optimizers) %}
  {% set rates = {} %}
  {% for name, optimizer in optimizers.items() %}
    {% do rates.update({name: optimizer.learning_rate}) %}
  {% endfor %}
  {% do return(rates) %}
{% endmacro %}
