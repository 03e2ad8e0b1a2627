{# What a network knows of its loss: the name, `by label` resolved, and the constants. #}
{% macro _loss_of(given, has_classes) %}
  {% set name = dbt_nn._name_of_choice(given) %}
  {% if name == 'by label' %}
    {% set name = 'cross_entropy' if has_classes else 'squared_error' %}
  {% endif %}
  {% set constants = dbt_nn._constants_of_choice('loss', given, name) %}
  {% if name == 'quantile' %}
    {% do constants.update({'levels': dbt_nn._sorted_levels(constants.levels)}) %}
  {% endif %}
  {% do return({'loss': name, 'loss_constants': constants}) %}
{% endmacro %}


{# From scores to predictions, as a loss supposes it; the first is the one of `by loss`. #}
{% macro _outputs_of(loss) %}
  {% do return({
    'cross_entropy': ['softmax', 'sigmoid'],
    'squared_error': ['identity'],
    'absolute_error': ['identity'],
    'huber': ['identity'],
    'poisson': ['exponential'],
    'quantile': ['quantiles']
  }[loss]) %}
{% endmacro %}


{# The loss as the network stores it, and as it is read back. #}
{% macro _loss_to_store(network) %}
  {% do return(dict({'name': network.loss}, **network.loss_constants) if network.loss_constants else network.loss) %}
{% endmacro %}


{% macro _stored_loss(text) %}
  {% do return(fromjson(text) if text[:1] == '{' else text) %}
{% endmacro %}


{#
  Whether training takes the softmax of two scores as the sigmoid of their difference: the same probabilities and slopes, with one exponential
  and one product for both. The stages of a stage network show the softmax as it is written for any number of classes.
#}
{% macro _is_pair(network) %}
  {% do return(network.get('is_encoded') and network.output == 'softmax' and network.classes | length == 2) %}
{% endmacro %}


{% macro _has_penalty(network) -%}
  {%- do return(network.l1 or network.l2) -%}
{%- endmacro %}
