{#
  How many iterations the next segment gets: one to two seconds' work, so that an interrupt is heard (dbt passes it on only to a statement
  under way). A statement costs its planning, whatever it does, and then each of its iterations. Where planning takes long, shorter
  statements would only be more of them: iterations get as much time as the planning. `pace` remembers the last segment, {length, seconds},
  and the planning: two segments tell it, if their lengths are far enough apart for their times to differ by more than chance.
#}
{% macro _next_length(training, pace, length, seconds) %}
  {% if training.form == 'stepwise' and (training.get('goes_on') or not dbt_nn._warehouse().takes_statements_together) %}
    {% do return(1) %}
  {% endif %}
  {% if pace.length and ([length, pace.length] | max) >= 1.5 * ([length, pace.length] | min) %}
    {% set iteration = (seconds - pace.seconds) / (length - pace.length) %}
    {% do pace.update({'planning': seconds - iteration * length}) %}
  {% endif %}
  {% set planning = [0, [pace.planning, 0.9 * seconds] | min] | max %}
  {% do pace.update({'length': length, 'seconds': seconds}) %}
  {% set ideal = (([1.5, 2 * planning] | max) - planning) / ((seconds - planning) / length) %}
  {% set longest = length * (4 if seconds < 0.4 else 2) %}
  {% if training.form == 'stepwise' %}
    {% set longest = [longest, 64] | min %}
  {% endif %}
  {% do return([1, length // 4, [ideal | int, longest] | min] | max) %}
{% endmacro %}


{# A guess at the first segment's iterations, a second's work: what an iteration costs at least, for a row, and for its products. #}
{% macro _first_length(form, rows, parameters) %}
  {% if form == 'stepwise' %}
    {% do return(1) %}
  {% endif %}
  {% set iteration = 0.001 + rows * (parameters * dbt_nn._warehouse().seconds_per_product + 0.00000003) %}
  {% do return([1, (1 / iteration) | int] | max) %}
{% endmacro %}
