{#
  How many iterations the next segment gets: one to two seconds' work, so that an interrupt is heard (dbt passes it on only to a statement
  under way). A statement costs its planning, whatever it does, and then each of its iterations. Where planning takes long, shorter
  statements would only be more of them: iterations get as much time as the planning. `pace` remembers the last segment, {length, seconds},
  and the planning: two segments tell it, if their lengths are far enough apart for their times to differ by more than chance. Until two do,
  the next one is made longer or shorter by so much, even where it has the right length already: that may all be planning.
#}
{% macro _next_length(training, pace, length, seconds) %}
  {% if training.form == 'stepwise' and (training.get('goes_on') or not dbt_nn._warehouse().takes_statements_together) %}
    {% do return(1) %}
  {% endif %}
  {% if pace.length and ([length, pace.length] | max) >= 1.5 * ([length, pace.length] | min) %}
    {% set iteration = (seconds - pace.seconds) / (length - pace.length) %}
    {% do pace.update({'planning': seconds - iteration * length}) %}
  {% endif %}
  {% set planning = [0, [pace.planning or 0, 0.9 * seconds] | min] | max %}
  {% do pace.update({'length': length, 'seconds': seconds}) %}
  {% set ideal = (([1.5, 2 * planning] | max) - planning) / ((seconds - planning) / length) %}
  {% if pace.planning is none and [1, ideal | int] | max > length / 1.5 %}
    {% set ideal = [ideal, 2 * length if seconds < 1.25 else (1.5 * length) | round(0, 'ceil')] | max %}
  {% endif %}
  {% set longest = length * (4 if seconds < 0.4 else 2) %}
  {% if training.form == 'stepwise' %}
    {% set longest = [longest, 64] | min %}
  {% endif %}
  {% do return([1, length // 4, [ideal | int, longest] | min] | max) %}
{% endmacro %}


{# Nothing is known yet. `next` is there from the first segment on: the iterations of the next one. #}
{% macro _no_pace() %}
  {% do return({'length': none, 'seconds': none, 'planning': none}) %}
{% endmacro %}


{#
  The first segment's iterations: a fifth of a second's work by what an iteration costs at least, for a row, and for its products. A busy
  machine may take several times as long; the next segments follow the clock.
#}
{% macro _first_length(form, rows, parameters) %}
  {% if form == 'stepwise' %}
    {% do return(1) %}
  {% endif %}
  {% do return([1, (0.2 / dbt_nn._guessed_seconds(rows, parameters)) | int] | max) %}
{% endmacro %}


{# What an iteration takes, guessed before there was one. #}
{% macro _guessed_seconds(rows, parameters) %}
  {% do return(0.001 + rows * (parameters * dbt_nn._warehouse().seconds_per_product + 0.00000003)) %}
{% endmacro %}
