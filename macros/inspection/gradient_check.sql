{# Some parameters with their gradients, and the loss: [{layer, input, output, gradient, loss}]. Layers take turns, and so do biases. #}
{% macro _gradients_to_check(prepared, count) %}
  {% set network = dbt_nn._as_iterated(prepared.network) %}
  {% set query %}
with {{ dbt_nn._inspected_tables(prepared) }},

{{ dbt_nn._gradients_of_inspected(network, 'stored_parameters') }},

drawn as (
  -- parameters in the order of a hash, biases and the weights of each layer for themselves
  select
    *,
    row_number() over (
      partition by layer, case when input = 0 then 0 else 1 end
      order by {{ dbt_nn._digest(dbt.concat([
        "'gradient-'", "cast(input as " ~ dbt.type_string() ~ ")", "'-'", "cast(output as " ~ dbt.type_string() ~ ")"
      ])) }}
    ) as turn
  from {{ 'gradients_of_parameters' if network.listed else 'gradients_of_loss' }}
)

select
  layer,
  input,
  output,
  {{ dbt_nn._double_text('gradient') }} as gradient,
  {{ dbt_nn._double_text('train_loss') }} as loss
from drawn
order by turn, layer, input
limit {{ count }}
  {% endset %}
  {% set rows = [] %}
  {% for row in dbt_nn._query(dbt_nn._warehouse().settings ~ query).rows %}
    {% do rows.append({
      'layer': row[0] | int, 'input': row[1] | int, 'output': row[2] | int, 'gradient': row[3] | float, 'loss': row[4] | float
    }) %}
  {% endfor %}
  {% do return(rows) %}
{% endmacro %}


{# The CTEs from rows of parameters to their gradients. #}
{% macro _gradients_of_inspected(network, rows) -%}
{%- set parameters = 'listed_parameters' if network.listed else rows -%}
{%- set stages = dbt_nn._gradient_stages(network, 'encoded_examples', parameters) -%}
{%- if network.listed -%}
{{ dbt_nn._inspected_lists(network, rows) }},

{% endif -%}
{{ dbt_nn._further_ctes(stages, parameters) }}
{%- if network.listed %},

gradients_of_parameters as (
  select
    {{ dbt_nn._columns_as_rows(['layer', 'input', 'output', 'gradient', 'train_loss'], network.listed) | join(',\n') | indent(4) }}
  from gradients_of_loss
)
{%- endif -%}
{%- endmacro %}


{# The loss with one parameter moved: by how much, and which, stands between marks. #}
{% macro _moved_loss(prepared) -%}
{%- set network = dbt_nn._as_iterated(prepared.network) -%}
with {{ dbt_nn._inspected_tables(prepared) }},

moved_parameters as (
  select
    network_key,
    iteration,
    layer,
    input,
    output,
    value + {{ dbt_nn._marked('move', '0') }} as value,
    {{ dbt_nn._state_columns(network) | map(attribute='name') | join(',\n') | indent(4) }}
  from stored_parameters
),

{{ dbt_nn._gradients_of_inspected(network, 'moved_parameters') }}

select {{ dbt_nn._double_text('max(train_loss)') }} as loss
from gradients_of_loss
{%- endmacro %}


{% macro _loss_moved(moved_loss, parameter, by) %}
  {% set move = 'case when layer = ' ~ parameter.layer ~ ' and input = ' ~ parameter.input ~ ' and output = ' ~ parameter.output
    ~ ' then ' ~ dbt_nn._number(by) ~ ' else 0 end' %}
  {% do return(dbt_nn._query(dbt_nn._warehouse().settings ~ dbt_nn._turn_to(moved_loss, 'move', move)).rows[0][0] | float) %}
{% endmacro %}


{#
  The central difference over `step`, and whether the gradient is its equal: relative to itself, except for what rounding leaves of a
  difference of two losses.
#}
{% macro _central_difference(moved_loss, parameter, step) %}
  {% set slope = (dbt_nn._loss_moved(moved_loss, parameter, step) - dbt_nn._loss_moved(moved_loss, parameter, -step)) / (2 * step) %}
  {% set size = [parameter.gradient | abs, slope | abs] | max %}
  {% set rounding = 0.00000000000001 * ([1, parameter.loss | abs] | max) / step %}
  {% do return({'slope': slope, 'agrees': (parameter.gradient - slope) | abs <= 0.000001 * size + rounding}) %}
{% endmacro %}


{#
  A parameter's gradient and the numerical derivative of the loss. A step may cross a kink, of relu or of an absolute error, for one of many
  rows: then a shorter step decides.
#}
{% macro _checked_gradient(moved_loss, parameter) %}
  {% set found = dbt_nn._central_difference(moved_loss, parameter, 0.00001) %}
  {% if not found.agrees %}
    {% set found = dbt_nn._central_difference(moved_loss, parameter, 0.0000001) %}
  {% endif %}
  {% do return(dict(parameter, **found)) %}
{% endmacro %}


{% macro _gradient_in_words(checked) %}
  {% do return(
    'layer ' ~ checked.layer ~ ', ' ~ ('bias' if checked.input == 0 else 'input ' ~ checked.input) ~ ', output ' ~ checked.output
    ~ ': gradient ' ~ checked.gradient ~ ', numerical derivative ' ~ checked.slope
  ) %}
{% endmacro %}
