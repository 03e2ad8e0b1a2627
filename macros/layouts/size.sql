{# Before anything is written: a network whose stages would have more columns than the warehouse takes. #}
{% macro _check_size(network, where) %}
  {% set most = network.warehouse.most_columns %}
  {% set columns = dbt_nn._widest_select(network) %}
  {% if most is not none and columns > most %}
    {% do exceptions.raise_compiler_error(
      where ~ ": layers of " ~ dbt_nn._sizes(network) | join('-') ~ " units need a SELECT of " ~ columns ~ " columns, "
      ~ "but this warehouse allows at most " ~ most ~ "; use fewer features or units"
    ) %}
  {% endif %}
{% endmacro %}


{# The columns of an example when all of its deltas are known: what came in, the weights, sums, units, scores, the loss and the deltas. #}
{% macro _widest_select(network) %}
  {% set classes = network.classes | length %}
  {% set outputs = network.layers[-1].outputs %}
  {% set hidden = network.hidden_layers | sum %}
  {% set columns = network.features | length + ([classes, 1] | max) + 2 %}
  {% set weights = 3 + (hidden + outputs if dbt_nn._is_dots(network) else network.parameters) %}
  {% if dbt_nn._is_dots(network) and network.warehouse.multiplies_lists %}
    {% set weights = weights + hidden + 2 * network.layers | length %}
  {% endif %}
  {% if network.dropout %}
    {# The id, and for each unit at most a digest, its mask and its value before it is dropped. #}
    {% set weights = weights + 1 + 3 * hidden %}
  {% endif %}
  {% set loss = dbt_nn._loss_in(network).columns(network) %}
  {% do return(columns + weights + 2 * hidden + outputs + loss + hidden + outputs) %}
{% endmacro %}


{#
  Before anything is looked at: a number of units that no layout but `packed` could write them into one statement. A unit takes at least 150
  characters: its weights, its sum, its value and its delta.
#}
{% macro _check_units(options, where) %}
  {% set units = options.hidden_layers | sum %}
  {% if options.layout != 'packed' and units * 150 > 1000000 %}
    {% do exceptions.raise_compiler_error(
      where ~ ": hidden_layers has " ~ units ~ " units, whose SQL would exceed the limit of 1,000,000 characters; "
      ~ "accepted: at most 6,666"
    ) %}
  {% endif %}
{% endmacro %}


{# What is learned of a feature is a column each: of a number, how many there are, mean, deviation, least and greatest. #}
{% macro _check_number_of_features(description, where) %}
  {% set numbers = description.features | rejectattr('kind', 'equalto', 'text') | list | length %}
  {% set dates = description.features | selectattr('kind', 'equalto', 'date') | list | length %}
  {% set columns = 5 * numbers + 6 * dates + 9 %}
  {% set most = dbt_nn._warehouse().most_columns %}
  {% if most is not none and columns > most %}
    {% do exceptions.raise_compiler_error(
      where ~ ": " ~ numbers ~ " numeric features need a SELECT of " ~ columns ~ " columns, "
      ~ "but this warehouse allows at most " ~ most ~ "; use fewer of them"
    ) %}
  {% endif %}
{% endmacro %}


{# The SQL of an iteration, as long as it is: no statement of more than 1 MB is sent, which is what some warehouses take at most. #}
{% macro _check_length(iteration, network, where) %}
  {% if iteration | length > 1000000 %}
    {% do exceptions.raise_compiler_error(
      where ~ ": layers of " ~ dbt_nn._sizes(network) | join('-') ~ " units need " ~ iteration | length
      ~ " characters of SQL for one iteration in the layout " ~ network.layout
      ~ "; a statement allows at most 1,000,000. Use fewer features or units"
      ~ (", or set layout to auto" if network.layout == 'wide' else "")
    ) %}
  {% endif %}
{% endmacro %}
