{#
  What `train` chooses for the options that are left open (`auto`), from counts alone, which are the same on every warehouse. One rule for
  all of them; docs/defaults.md says why.
    own        an optimizer other than rprop, or a batch_size, is given: what is open then are the constants of one penalty
    batches    many rows, and nothing of the optimizer is given: adam with a cosine in mini-batches
    watched    rprop on all rows; the penalty falls, and validation rows say where it is best
    unwatched  the same without validation rows: it falls sooner, and not as far
  `counts` are the rows of the splits, `inputs` the encoded inputs. Returns the options without any `auto`, and `chosen`: the choice in
  words.
#}
{% macro _chosen_options(options, counts, inputs, task, is_warm) %}
  {% set rule = dbt_nn._rule_for(options, counts, is_warm) %}
  {% set stops = rule == 'watched' %}
  {% set chosen = {
    'batch_size': none, 'optimizer': 'rprop', 'learning_rate': 0.03 if stops else 0.1, 'learning_rate_schedule': 'constant',
    'early_stopping': {'patience': 20, 'minimum_improvement': 0.0001, 'since': 20} if stops else false,
    'iterations': 300 if stops else 100, 'l2': dbt_nn._falling_for(counts, inputs, stops)
  } %}
  {% if rule == 'own' %}
    {% do chosen.update({
      'optimizer': dbt_nn._name_of_optimizer(options), 'learning_rate': 'by optimizer', 'early_stopping': false, 'iterations': 100,
      'l2': 'by task'
    }) %}
  {% elif rule == 'batches' %}
    {% do chosen.update(dbt_nn._batches_for(counts, inputs)) %}
  {% endif %}
  {% set resolved = {} %}
  {% set open = [] %}
  {% for name, value in chosen.items() %}
    {% set is_open = options[name] is string and options[name] == 'auto' %}
    {% do open.append(name) if is_open %}
    {% do resolved.update({name: value if is_open else options[name]}) %}
  {% endfor %}
  {% if resolved.batch_size == 'all' %}
    {% do resolved.update({'batch_size': none}) %}
  {% endif %}
  {% do resolved.update({'l2': dbt_nn._l2_to_train(resolved, task)}) %}
  {% do resolved.update({'early_stopping': dbt_nn._stopping_to_train(resolved)}) %}
  {% if options.get('capped', '') != '' and 'iterations' in open %}
    {% do resolved.update({'iterations': [resolved.iterations, options.capped] | min}) %}
  {% endif %}
  {% do return(dict(options, **dict(resolved, chosen=dbt_nn._choice_in_words(rule, resolved, open, counts, inputs)))) %}
{% endmacro %}


{#
  Which of the four it is. The rule is for steps that follow the signs of gradients, as those of rprop do. A warm start goes on with the
  optimizer of all rows.
#}
{% macro _rule_for(options, counts, is_warm) %}
  {% if dbt_nn._has_batch_size(options) or dbt_nn._optimizer(dbt_nn._name_of_optimizer(options)).takes_rate %}
    {% do return('own') %}
  {% endif %}
  {% set open = namespace(all=options.example_id != '' and not is_warm) %}
  {% for name in ['batch_size', 'optimizer', 'learning_rate', 'learning_rate_schedule', 'early_stopping', 'iterations'] %}
    {% set open.all = open.all and options[name] is string and options[name] == 'auto' %}
  {% endfor %}
  {% if open.all and counts.train >= dbt_nn._many_rows() %}
    {% do return('batches') %}
  {% endif %}
  {% set watches = options.early_stopping if options.early_stopping != 'auto' else counts.validation >= dbt_nn._rows_that_watch() %}
  {% do return('watched' if watches else 'unwatched') %}
{% endmacro %}


{# From that many training rows on, mini-batches get as far in less time. #}
{% macro _many_rows() %}
  {% do return(20000) %}
{% endmacro %}


{# The mean loss of fewer validation rows says little of where to stop. #}
{% macro _rows_that_watch() %}
  {% do return(10) %}
{% endmacro %}


{# The most iterations that are chosen. #}
{% macro _most_iterations(options) %}
  {% do return(options.iterations if options.iterations is number else 900) %}
{% endmacro %}


{# The penalty: it ends where there are rows enough for the inputs to need no more. #}
{% macro _falling_for(counts, inputs, is_watched) %}
  {% set floor = [(0.1 if is_watched else 0.2) * inputs / counts.train, 0.3] | min %}
  {% do return(dict(dbt_nn._falling({}), over=150 if is_watched else 100, floor=dbt_nn._in_digits(floor, 6))) %}
{% endmacro %}


{# 60 batches, 15 times: 900 iterations, whose rate falls along a cosine. #}
{% macro _batches_for(counts, inputs) %}
  {% do return({
    'batch_size': (counts.train + 59) // 60, 'optimizer': 'adam', 'learning_rate': 0.05, 'learning_rate_schedule': 'cosine',
    'early_stopping': false, 'iterations': 900, 'l2': dbt_nn._in_digits(0.1 * inputs / counts.train, 6)
  }) %}
{% endmacro %}


{# A number in that many digits after its leading zeros, to be read in the log and in the SQL. #}
{% macro _in_digits(value, digits) %}
  {% set state = namespace(places=digits, rest=value) %}
  {% for step in range(12) if value > 0 %}
    {% if state.rest < 0.1 %}
      {% set state.places = state.places + 1 %}
      {% set state.rest = state.rest * 10 %}
    {% endif %}
  {% endfor %}
  {% do return(value | round(state.places)) %}
{% endmacro %}


{% macro _choice_in_words(rule, resolved, open, counts, inputs) %}
  {% if not open or rule == 'own' %}
    {% do return('') %}
  {% endif %}
  {% set words = [] %}
  {% if 'optimizer' in open or 'batch_size' in open %}
    {% do words.append(
      'adam in batches of ' ~ resolved.batch_size ~ ', because there are ' ~ counts.train ~ ' training rows' if rule == 'batches'
      else 'rprop on all ' ~ counts.train ~ ' training rows'
    ) %}
  {% endif %}
  {% if 'l2' in open %}
    {% set l2 = resolved.l2 %}
    {% do words.append(
      'l2 falling from ' ~ l2.from ~ ' to ' ~ ([l2.to, l2.floor] | max) ~ ' in ' ~ l2.over ~ ' iterations' if l2 is mapping else 'l2 ' ~ l2
    ) %}
    {% do words.append('for ' ~ dbt_nn._counted(inputs, 'input')) %}
  {% endif %}
  {% if 'early_stopping' in open and rule != 'batches' %}
    {% do words.append(
      'early stopping on ' ~ counts.validation ~ ' validation rows' if resolved.early_stopping
      else 'no early stopping with ' ~ counts.validation ~ ' validation rows'
    ) %}
  {% endif %}
  {% if 'iterations' in open %}
    {% do words.append(('at most ' if resolved.early_stopping else '') ~ resolved.iterations ~ ' iterations') %}
  {% endif %}
  {% do return(words | join(', ')) %}
{% endmacro %}
