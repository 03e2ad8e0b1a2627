{# The network of a stage, from its options; raises, with every problem, where they do not fit. #}
{% macro _network(options) %}
  {% set where = "dbt_nn network" %}
  {% set given = dbt_nn._resolved_options('stage', options, where) %}
  {% set known = dbt_nn._loss_and_output(given, where) %}
  {% set optimizing = dbt_nn._optimizer_of(given) %}
  {% do return(dbt_nn._network_record(**dict(dbt_nn._options_of_network(given, 'stage'), **dict(known, **optimizing)))) %}
{% endmacro %}


{# Loss and output follow from the label unless they are given; a pair that does not fit raises. #}
{% macro _loss_and_output(options, where) %}
  {% set known = dbt_nn._loss_of(options.loss, options.classes | length > 0) %}
  {% set name = known.loss %}
  {% set has_classes = dbt_nn._loss(name).has_classes %}
  {% set outputs = dbt_nn._outputs_of(name) %}
  {% set output = outputs[0] if options.output == 'by loss' else options.output %}

  {% set problems = [] %}
  {% if has_classes and not options.classes %}
    {% do problems.append("loss is " ~ name ~ ", which requires classes: the values of the label, in order") %}
  {% elif has_classes and output not in outputs %}
    {% do problems.append("output is " ~ output ~ "; with loss " ~ name ~ ": " ~ outputs | join(' or ')) %}
  {% elif not has_classes and (options.classes or output not in outputs) %}
    {% do problems.append("loss is " ~ name ~ ", which requires output " ~ outputs[0] ~ " and no classes") %}
  {% elif has_classes and options.classes | length != 2 and output != outputs[0] %}
    {% do problems.append("output is " ~ output ~ ", which requires two classes; there are " ~ options.classes | length) %}
  {% endif %}
  {% if options.label in options.features %}
    {% do problems.append("label " ~ options.label ~ " is among the features") %}
  {% endif %}
  {% if options.layout == 'packed' %}
    {% do problems.append("layout is packed, which stage models do not support; accepted: auto, wide, dots") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
  {% do return(dict(known, output=output)) %}
{% endmacro %}
