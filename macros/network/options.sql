{#
  The one table of options. A default, or what an option accepts, is written nowhere else.
    accepts   the check's name, see checks.sql
    choices   for `accepts: choice`
    doors     who takes it: `stage` (the stage macros' network), `loop` (the meta of a training loop)
#}
{% macro _options() %}
  {% do return([
    {'name': 'features', 'default': none, 'accepts': 'columns', 'doors': ['stage'],
     'meaning': 'columns of the examples that are the inputs; numeric or boolean'},
    {'name': 'label', 'default': none, 'accepts': 'column', 'doors': ['stage'],
     'meaning': 'column of the examples that is predicted'},
    {'name': 'classes', 'default': [], 'accepts': 'classes', 'doors': ['stage'],
     'meaning': 'the values of the label, in order; empty for a number that is predicted'},
    {'name': 'split', 'default': '', 'accepts': 'text', 'doors': ['stage'],
     'meaning': 'column holding train, validation or test; without it every row trains'},
    {'name': 'hidden_layers', 'default': [], 'accepts': 'layer_sizes', 'doors': ['stage'],
     'meaning': 'units of each hidden layer'},
    {'name': 'activation', 'default': 'relu', 'accepts': 'choice', 'doors': ['stage'],
     'choices': ['relu', 'tanh', 'sigmoid', 'identity'],
     'meaning': 'activation of the hidden layers'},
    {'name': 'output', 'default': 'by loss', 'accepts': 'choice', 'doors': ['stage'],
     'choices': ['by loss', 'softmax', 'sigmoid', 'identity'],
     'meaning': 'from scores to predictions: softmax (a score per class), sigmoid (one score, two classes), identity'},
    {'name': 'loss', 'default': 'by label', 'accepts': 'choice', 'doors': ['stage'],
     'choices': ['by label', 'cross_entropy', 'squared_error'],
     'meaning': 'what is minimised: cross_entropy where there are classes, squared_error for a number'},
    {'name': 'l2', 'default': 0, 'accepts': 'non_negative_number', 'doors': ['stage'],
     'meaning': 'penalty 0.5 * l2 * sum(weight^2); biases are free'},
    {'name': 'optimizer', 'default': 'gradient_descent', 'accepts': 'choice', 'doors': ['stage'],
     'choices': ['gradient_descent'],
     'meaning': 'how a gradient becomes an update'},
    {'name': 'learning_rate', 'default': 0.1, 'accepts': 'positive_number', 'doors': ['stage'],
     'meaning': 'length of a step against the gradient'},
    {'name': 'random_seed', 'default': 42, 'accepts': 'integer', 'doors': ['stage'],
     'meaning': 'seed of the initial weights'},
    {'name': 'iterations', 'default': 100, 'accepts': 'positive_integer', 'doors': ['loop'],
     'meaning': 'number of updates'},
    {'name': 'checkpoint_every', 'default': 'auto', 'accepts': 'positive_integer_or_auto', 'doors': ['loop'],
     'meaning': 'iterations between two checkpoints; auto aims at one a second'},
    {'name': 'loop', 'default': 'auto', 'accepts': 'choice', 'doors': ['loop'],
     'choices': ['auto', 'recursive', 'stepwise'],
     'meaning': 'one statement for many iterations, or one for each; the parameters are the same'},
    {'name': 'resume', 'default': true, 'accepts': 'boolean', 'doors': ['loop'],
     'meaning': 'continue from the last checkpoint of an interrupted run if options and examples are unchanged'},
    {'name': 'keep_checkpoints', 'default': false, 'accepts': 'boolean', 'doors': ['loop'],
     'meaning': 'leave the checkpoints standing when training has ended'}
  ]) %}
{% endmacro %}


{% macro _options_of(door) %}
  {% set taken = [] %}
  {% for option in dbt_nn._options() if door in option.doors %}
    {% do taken.append(option) %}
  {% endfor %}
  {% do return(taken) %}
{% endmacro %}
