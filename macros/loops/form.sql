{#
  One statement for many iterations where the warehouse can and one thread is enough, or all there is; else a statement for each. The
  networks of a fleet can be divided among threads: see recursive.sql.
#}
{% macro _loop_form(loop_option, rows, where, has_keys=false) %}
  {% if loop_option == 'recursive' and not dbt_nn._warehouse().can_recurse %}
    {% do exceptions.raise_compiler_error(
      where ~ ": loop is recursive, which " ~ dbt_nn._warehouse().name ~ " does not support; accepted: stepwise, auto"
    ) %}
  {% elif loop_option != 'auto' %}
    {% do return(loop_option) %}
  {% endif %}
  {% set warehouse = dbt_nn._warehouse() %}
  {% set is_divided = has_keys and warehouse.unnests_blocks %}
  {% do return(
    'recursive' if warehouse.can_recurse and (is_divided or rows < warehouse.recursive_below or dbt_nn._threads() == 1)
    else 'stepwise'
  ) %}
{% endmacro %}


{#
  Among how many recursions the networks of a fleet are divided: one for each thread, of 20,000 rows at least. More than eight gain nothing.
#}
{% macro _lanes(form, network, rows, networks) %}
  {% if form != 'recursive' or not network.has_keys or not network.warehouse.unnests_blocks %}
    {% do return(1) %}
  {% endif %}
  {% do return([1, [dbt_nn._threads(), rows // 20000, networks, 8] | min] | max) %}
{% endmacro %}
