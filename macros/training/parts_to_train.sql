{# The parts, each beside a name of its own; the name of the network where there is one part. #}
{% macro _parts_to_train(prepared, networks, target) %}
  {% set trials = [] %}
  {% for trial in prepared.fleet.trials %}
    {% set options = dbt_nn._capped_options(dict(prepared.open_options, **trial.options), prepared.where) %}
    {% do trials.append({
      'number': trial.number, 'options': options, 'warm_start': dbt_nn._warm_start_of(prepared.warm_start, options)
    }) %}
  {% endfor %}
  {% set task = 'classification' if prepared.encoding.classes else 'regression' %}
  {% do return(dbt_nn._parts_of_fleet(
    trials, prepared.fleet, networks, prepared.encoding, prepared.description.label.name, task, target
  )) %}
{% endmacro %}
