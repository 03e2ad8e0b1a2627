{#
  A network of `train` as its iterations are written. Where the warehouse holds parameters as lists, less is computed of an example:
    two classes have one score, the difference of theirs: its weights are the differences, and the gradients of the two are each other's
    negative
    behind a hidden layer whose slope times its sum is its value, one score d gives hidden unit j the delta slope_j * w_j * d. w_j is
    multiplied in after the sums over the examples; and as value_j * d is sum_j * slope_j * d, the gradient of w_j is the dot product of
    the unit's weights with those sums
#}
{% macro _as_iterated(network) %}
  {% if not network.warehouse.holds_lists %}
    {% do return(network) %}
  {% endif %}
  {% set names = ['layer', 'input', 'output', 'value'] %}
  {% for column in dbt_nn._optimizer_state(network) %}
    {% do names.append(column.name) %}
    {% do names.append('best_' ~ column.name) if network.early_stopping %}
  {% endfor %}
  {% set top = dict(network.layers[-1], outputs=1) if network.is_pair else network.layers[-1] %}
  {% do return(dict(network,
    listed=names + (['best_value'] if network.early_stopping else []) + ['gradient'],
    layers=network.layers[:-1] + [top],
    output='difference' if network.is_pair else network.output,
    is_pair=false,
    is_gated=network.hidden_layers | length == 1 and top.outputs == 1 and not network.dropout and not dbt_nn._is_packed(network)
      and dbt_nn._activation(network.layers[0].activation).course in ['straight', 'bent']
  )) %}
{% endmacro %}


{# SQL over the columns of a parameter, computed of every one: of each row as it is, or of each place of the lists. #}
{% macro _of_each(network, sql) -%}
  {%- if not network.listed or sql in network.listed -%}
    {%- do return(sql) -%}
  {%- endif -%}
  {%- do return(dbt_nn._at_each_place(sql, network.listed)) -%}
{%- endmacro %}
