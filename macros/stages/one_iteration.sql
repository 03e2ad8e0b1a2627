{# One iteration of a network that `train` trains: the same stages, as CTEs of one query. `network` is as it is iterated. #}
{% macro _one_iteration(network, examples, parameters) -%}
{{ dbt_nn._iteration_stages(network, examples, parameters) }}

select * from updated
{%- endmacro %}


{# Its CTEs, up to `updated`. #}
{% macro _iteration_stages(network, examples, parameters) -%}
{{ dbt_nn._gradient_stages(network, examples, parameters) }},

updated as (

{{ dbt_nn._update(network, parameters, 'gradients_of_loss') | indent(2, true) }}

)
{%- endmacro %}


{# The same up to the gradients. #}
{% macro _gradient_stages(network, examples, parameters) -%}
with hidden as (

{{ dbt_nn._hidden(network, examples, parameters) | indent(2, true) }}

),

scores as (

{{ dbt_nn._scores(network, 'hidden') | indent(2, true) }}

),

loss as (

{{ dbt_nn._loss_stages(network, 'scores') | indent(2, true) }}

),

gradients_of_loss as (

{{ dbt_nn._gradients(network, 'loss', parameters) | indent(2, true) }}

)
{%- endmacro %}
