{# One statement for many iterations where the warehouse can and one thread is enough, or all there is; else a statement for each. #}
{% macro _loop_form(loop_option, rows, where) %}
  {% if loop_option == 'recursive' and not dbt_nn._warehouse().can_recurse %}
    {% do exceptions.raise_compiler_error(where ~ ": loop is recursive, which this warehouse can't do; accepted: stepwise, auto") %}
  {% elif loop_option != 'auto' %}
    {% do return(loop_option) %}
  {% endif %}
  {% do return(
    'recursive' if dbt_nn._warehouse().can_recurse and (rows < dbt_nn._warehouse().recursive_below or dbt_nn._has_one_thread())
    else 'stepwise'
  ) %}
{% endmacro %}
