{# What a network knows of its loss: the name, `by label` resolved, and the constants. #}
{% macro _loss_of(given, has_classes) %}
  {% set name = dbt_nn._name_of_choice(given) %}
  {% if name == 'by label' %}
    {% set name = dbt_nn._names_of_losses(has_classes)[0] %}
  {% endif %}
  {% set constants = dbt_nn._constants_of_choice(dbt_nn._loss(name).constants, given) %}
  {% if 'levels' in constants %}
    {% do constants.update({'levels': dbt_nn._sorted_levels(constants.levels)}) %}
  {% endif %}
  {% do return({'loss': name, 'loss_constants': constants}) %}
{% endmacro %}


{# The loss as the network stores it, and as it is read back. #}
{% macro _loss_to_store(network) %}
  {% do return(dict({'name': network.loss}, **network.loss_constants) if network.loss_constants else network.loss) %}
{% endmacro %}


{% macro _stored_loss(text) %}
  {% do return(fromjson(text) if text[:1] == '{' else text) %}
{% endmacro %}
