{#
  How many iterations the next segment gets: about a second's work, so that an interrupt is heard (dbt passes it on only to a statement under way).
  A statement costs its planning, whatever it does, and then each of its iterations. Where planning takes long, shorter statements would
  only be more of them: iterations get as much time as the planning. Both are fitted to the last two segments.
#}
{% macro _next_length(training, pace, length, seconds) %}
  {% if training.form == 'stepwise' and (training.get('goes_on') or not dbt_nn._takes_statements_together()) %}
    {% do return(1) %}
  {% endif %}
  {% if pace.length is none or pace.length == length %}
    {% set iteration = seconds / length %}
  {% else %}
    {% set iteration = (seconds - pace.seconds) / (length - pace.length) %}
  {% endif %}
  {% set iteration = [0.000001, [iteration, seconds / length] | min] | max %}
  {% set planning = [0, seconds - iteration * length] | max %}
  {% do pace.update({'length': length, 'seconds': seconds}) %}
  {% set ideal = ([1 - planning, planning] | max / iteration) | int %}
  {% set longest = [length * 2, 64] | min if training.form == 'stepwise' else length * 4 %}
  {% do return([1, length // 4, [ideal, longest] | min] | max) %}
{% endmacro %}


{# A guess at the first segment's iterations, a second's work: what an iteration costs at least, for a row, and for its products. #}
{% macro _first_length(form, rows, parameters) %}
  {% if form == 'stepwise' %}
    {% do return(1) %}
  {% endif %}
  {% set iteration = 0.001 + rows * (parameters * dbt_nn._seconds_per_product() + 0.00000003) %}
  {% do return([1, (1 / iteration) | int] | max) %}
{% endmacro %}
