{# The rows that train, as numbers: x_<i> for a feature, is_class_<k> for a class, target for a number. #}
{% macro _training_examples(network, examples) -%}
{%- if network.batches -%}
{{ dbt_nn._batch_of_iteration(network) }}
{%- elif network.reads_encoded -%}
select
  {{ dbt_nn._example_columns(network) | join(',\n') | indent(2) }}
from {{ examples }}
{%- else -%}
select
  {{ dbt_nn._encoded_columns(network) | join(',\n') | indent(2) }}
from {{ examples }}
{%- if network.split %}
where {{ dbt_nn._quoted(network.split) }} = 'train'
{%- endif %}
{%- endif %}
{%- endmacro %}


{% macro _encoded_columns(network) %}
  {% set columns = dbt_nn._encoded_features(network) %}
  {% set label = dbt_nn._quoted(network.label) %}
  {% for class in network.classes %}
    {% do columns.append(dbt_nn._indicator(label ~ ' = ' ~ dbt_nn._literal(class)) ~ ' as is_class_' ~ loop.index) %}
  {% else %}
    {% do columns.append(dbt_nn._to_double(label) ~ ' as target') %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{% macro _encoded_features(network) %}
  {% set columns = [] %}
  {% for feature in network.features %}
    {% do columns.append(dbt_nn._to_double(dbt_nn._quoted(feature), network.warehouse.double_type) ~ ' as x_' ~ loop.index) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
