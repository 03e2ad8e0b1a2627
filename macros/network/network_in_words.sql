{# 4-16-3 units, relu; cross entropy; rprop; layout packed. #}
{% macro _network_in_words(network) %}
  {% set activations = [] %}
  {% for layer in network.layers %}
    {% do activations.append(layer.activation) if not loop.last and layer.activation not in activations %}
  {% endfor %}
  {% do return(
    dbt_nn._sizes(network) | join('-') ~ ' units' ~ (', ' ~ activations | join(' and ') if activations else '')
    ~ '; ' ~ network.loss | replace('_', ' ') ~ '; ' ~ network.optimizer | replace('_', ' ')
    ~ (' in batches of ' ~ network.batch_size if network.batch_size else '') ~ '; layout ' ~ network.layout
  ) %}
{% endmacro %}
