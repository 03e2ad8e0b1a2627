{#
  What a fleet is made of, from the options and the description of the examples:
    group_by    the columns, see examples/group_key.sql
    folds, fold_by   how many, and the rule that says which one a row is in, see examples/folds.sql
    unknown     all: a network of all groups is trained along
    trials      [{number, options}]: what each trial changes; one without a number where there are none
    restarts, keep, combine
    best_by     see _best_by_of
    has_keys    its networks have rows of their own: there are groups or folds
  {} where one network is asked for.
#}
{% macro _fleet_of(description, options) %}
  {% if not dbt_nn._is_fleet(options) %}
    {% do return({}) %}
  {% endif %}
  {% set trials = dbt_nn._trials_listed(options) %}
  {% do return({
    'group_by': description.group_by,
    'folds': options.folds,
    'fold_by': description.fold_rule,
    'unknown': options.unknown_group,
    'trials': trials or [{'number': none, 'options': {}}],
    'restarts': options.restarts,
    'best_by': dbt_nn._best_by_of(options),
    'keep': options.keep,
    'combine': options.combine,
    'minimum_examples': options.minimum_examples,
    'history': options.history,
    'has_keys': options.group_by != [] or options.folds > 0
  }) %}
{% endmacro %}


{% macro _trials_listed(options) %}
  {% set trials = [] %}
  {% for trial in options.trials %}
    {% do trials.append({'number': loop.index, 'options': trial}) %}
  {% endfor %}
  {% do return(trials) %}
{% endmacro %}


{# Options that change what a compiled prediction is: one trial is then chosen for all groups. #}
{% macro _differ_in_shape(trials) %}
  {% set shapes = [] %}
  {% for trial in trials %}
    {% set shape = {} %}
    {% for name in ['hidden_layers', 'activation'] if name in trial.options %}
      {% do shape.update({name: trial.options[name]}) %}
    {% endfor %}
    {% do shapes.append(shape | tojson) %}
  {% endfor %}
  {% do return(shapes | unique | list | length > 1) %}
{% endmacro %}


{# 3 groups by country, 2 trials, 5 folds #}
{% macro _fleet_in_words(fleet, groups) %}
  {% set words = [] %}
  {% if fleet.group_by %}
    {% do words.append(dbt_nn._with_commas(groups) ~ (' group' if groups == 1 else ' groups') ~ ' by '
      ~ fleet.group_by | map(attribute='name') | join(', ')) %}
  {% endif %}
  {% do words.append((fleet.trials | length) ~ ' trials') if fleet.trials | length > 1 %}
  {% do words.append(fleet.folds ~ ' folds') if fleet.folds %}
  {% do words.append(fleet.restarts ~ ' restarts') if fleet.restarts > 1 %}
  {% do return(words | join(', ')) %}
{% endmacro %}
