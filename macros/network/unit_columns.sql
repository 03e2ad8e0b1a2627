{# The columns that feed a layer: the features, else the units of the layer before. #}
{% macro _inputs(layer) %}
  {% set names = [] %}
  {% for input in range(1, layer.inputs + 1) %}
    {% do names.append('x_' ~ input if layer.layer == 1 else 'hidden_' ~ (layer.layer - 1) ~ '_' ~ input) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The columns that come back to a layer: one slope per unit. #}
{% macro _deltas(layer) %}
  {% set names = [] %}
  {% for output in range(1, layer.outputs + 1) %}
    {% do names.append('delta_' ~ layer.layer ~ '_' ~ output) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# What an iteration reads of an example. #}
{% macro _example_columns(network) %}
  {% set columns = [] %}
  {% for name in network.features %}
    {% do columns.append('x_' ~ loop.index) %}
  {% endfor %}
  {% for class in network.classes %}
    {% do columns.append('is_class_' ~ loop.index) %}
  {% endfor %}
  {% do return(
    (['row_key'] if network.has_keys else [])
    + (['example_id'] if network.dropout else [])
    + columns
    + ([] if network.classes else ['target'])
    + (['validation_share'] if network.has_validation else [])
    + ['train_share']
  ) %}
{% endmacro %}


{# The classes, or the label; of several quantiles the least one, and how far each further one is above the one before. #}
{% macro _output_names(network) %}
  {% if network.loss_constants.get('levels', []) | length < 2 %}
    {% do return(network.classes or [network.label]) %}
  {% endif %}
  {% set names = [] %}
  {% for level in network.loss_constants.levels %}
    {% do names.append(('quantile_' if loop.first else 'increment_') ~ dbt_nn._level_in_name(level)) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The CTE that feeds the scores. #}
{% macro _last_hidden(network, inputs) -%}
  {%- do return('hidden_' ~ (network.hidden_layers | length) if network.hidden_layers else inputs) -%}
{%- endmacro %}
