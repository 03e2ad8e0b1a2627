{#
  A stage's network: its options, checked, and its architecture.
    layers     from the first computed to the last: {layer, inputs, outputs, activation}
    parameters how many weights and biases there are
#}
{% macro _network(options) %}
  {% set where = "dbt_nn network" %}
  {% set network = dbt_nn._resolved_options('stage', options, where) %}
  {% do network.update(dbt_nn._loss_and_output(network, where)) %}
  {% do network.update(dbt_nn._optimizer_of(network)) %}

  {% do return(dbt_nn._with_layers(network)) %}
{% endmacro %}


{# A network with its layers, and where each layer's first parameter stands in the list of gradients. #}
{% macro _with_layers(network) %}
  {% set layers = [] %}
  {% set outputs = network.classes | length if network.output == 'softmax' else network.loss_constants.levels | length if network.output == 'quantiles' else 1 %}
  {% for units in network.hidden_layers + [outputs] %}
    {% set inputs = layers[-1].outputs if layers else network.features | length %}
    {% set activation = none if loop.last else dbt_nn._activation_of(network, loop.index) %}
    {% do layers.append({'layer': loop.index, 'inputs': inputs, 'outputs': units | int, 'activation': activation}) %}
  {% endfor %}

  {% set size = namespace(parameters=0) %}
  {% for layer in layers %}
    {% do layer.update({'first_position': size.parameters + 1}) %}
    {% set size.parameters = size.parameters + layer.outputs * (layer.inputs + 1) %}
  {% endfor %}

  {% do network.update({'layers': layers, 'parameters': size.parameters}) %}
  {% do network.update({'layout': dbt_nn._layout_for(network)}) %}
  {% do return(network) %}
{% endmacro %}


{# Loss and output follow from the label unless they are given; a pair that does not fit raises. #}
{% macro _loss_and_output(network, where) %}
  {% set known = dbt_nn._loss_of(network.loss, network.classes) %}
  {% set loss = known.loss %}
  {% set outputs = dbt_nn._outputs_of(loss) %}
  {% set output = outputs[0] if network.output == 'by loss' else network.output %}

  {% set problems = [] %}
  {% if loss == 'cross_entropy' and not network.classes %}
    {% do problems.append("loss is cross_entropy, which needs classes: the values of the label, in order") %}
  {% elif loss == 'cross_entropy' and output not in outputs %}
    {% do problems.append("output is " ~ output ~ "; with loss cross_entropy: softmax or sigmoid") %}
  {% elif loss != 'cross_entropy' and (network.classes or output not in outputs) %}
    {% do problems.append("loss is " ~ loss ~ ": it takes output " ~ outputs[0] ~ " and no classes") %}
  {% elif output == 'sigmoid' and network.classes | length != 2 %}
    {% do problems.append("output is sigmoid, which tells two classes apart; received " ~ network.classes | length) %}
  {% endif %}
  {% if network.label in network.features %}
    {% do problems.append("label " ~ network.label ~ " is among the features") %}
  {% endif %}
  {% if network.layout == 'packed' %}
    {% do problems.append("layout is packed, which has no columns for the stages to hand on; accepted: auto, wide, dots") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% do return(dict(known, output=output)) %}
{% endmacro %}


{% macro _sizes(network) %}
  {% set sizes = [network.features | length] %}
  {% for layer in network.layers %}
    {% do sizes.append(layer.outputs) %}
  {% endfor %}
  {% do return(sizes) %}
{% endmacro %}
