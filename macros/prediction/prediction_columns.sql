{% macro _answer_names(shape) %}
  {% if not shape.classes %}
    {% set bounds = ['predicted_low', 'predicted_high'] if shape.has_interval else [] %}
    {% do return(['predicted_value'] + dbt_nn._quantile_columns(shape) + bounds) %}
  {% endif %}
  {% set names = ['predicted_label', 'predicted_probability'] %}
  {% for class in shape.classes %}
    {% do names.append(dbt_nn._probability_column(class)) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# All that `predict` adds to the columns of the examples, the split aside. #}
{% macro _names_added(shape) %}
  {% do return(dbt_nn._answer_names(shape) + (['fold'] if shape.fleet and shape.fleet.folds else []) + ['network_version']) %}
{% endmacro %}


{#
  What stands in for predictions while there is no network, or with --empty: no rows, and the columns of the network's shape, else as far as
  its options tell them.
#}
{% macro _predictions_without_rows(network, examples, shape=none) -%}
{%- set options = dbt_nn._options_in_graph(network) -%}
{%- set columns = dbt_nn._columns_of_examples(examples) -%}
{%- set double = dbt_nn._warehouse().double_type -%}
{%- do dbt_nn._tell_of_unknown_classes(network, options, columns) if not shape -%}
{{ '-- without rows, because of --empty' if shape else '-- the network is not trained yet, so its classes are not known' }}
select
  *,
  {%- if not dbt_nn._columns_alike(columns, 'split') %}
  cast(null as {{ dbt.type_string() }}) as split,
  {%- endif %}
  {%- if shape %}
  {{ dbt_nn._null_answers(shape) | join(',\n') | indent(2) }}
  {%- if shape.fleet and shape.fleet.folds %},
  cast(null as {{ dbt.type_int() }}) as fold
  {%- endif %}
  {%- elif dbt_nn._expects_a_number(options, columns) %}
  cast(null as {{ double }}) as predicted_value
  {%- for name in dbt_nn._expected_quantiles(options) + (['predicted_low', 'predicted_high'] if options.get('interval') else []) %},
  cast(null as {{ double }}) as {{ name }}
  {%- endfor %}
  {%- else %}
  cast(null as {{ dbt_nn._expected_label_type(options, columns) }}) as predicted_label,
  cast(null as {{ double }}) as predicted_probability
  {%- for name in dbt_nn._expected_probabilities(options.get('classes') or []) %},
  cast(null as {{ double }}) as {{ dbt_nn._added_name(name) }}
  {%- endfor %}
  {%- endif %},
  cast(null as {{ dbt.type_int() }}) as network_version
from {{ examples }}
where 1 = 0
{%- endmacro %}


{# A model that reads a column of the probabilities could not be built either, in the words of the warehouse. #}
{% macro _tell_of_unknown_classes(network, options, columns) %}
  {% set is_known = dbt_nn._expects_a_number(options, columns) or dbt_nn._expected_probabilities(options.get('classes') or []) %}
  {% if dbt_nn._is_empty_run() and flags.WHICH in ['run', 'build'] and not is_known %}
    {% do log("dbt_nn.predict: " ~ network ~ " is not trained, so its classes are not known, and there are no columns probability_<class>; "
      ~ "models that read them need classes in dbt_nn.train, or the columns in the YAML of this model", info=true) %}
  {% endif %}
{% endmacro %}


{# The columns that a network of this shape adds to predictions, as nulls of their types. #}
{% macro _null_answers(shape) %}
  {% set nulls = [] %}
  {% for name in dbt_nn._answer_names(shape) %}
    {% set type = shape.label_type if name == 'predicted_label' else shape.warehouse.double_type %}
    {% do nulls.append('cast(null as ' ~ type ~ ') as ' ~ dbt_nn._added_name(name)) %}
  {% endfor %}
  {% do return(nulls) %}
{% endmacro %}


{# Whether the network will predict a number, as far as its options, its label and the columns that this model describes tell. #}
{% macro _expects_a_number(options, columns) %}
  {% if options.get('task') in ['regression', 'classification'] %}
    {% do return(options.task == 'regression') %}
  {% endif %}
  {% set label = dbt_nn._only_column(columns, options.get('label')) or {} %}
  {% do return(
    dbt_nn._name_of_choice(options.get('loss')) in dbt_nn._names_of_losses(false)
    or 'predicted_value' in (model.get('columns') or {})
    or (not options.get('classes') and dbt_nn._kind_of_type(label.get('type', '')) == 'number')
  ) %}
{% endmacro %}


{# The columns of quantiles that the network's options ask for. #}
{% macro _expected_quantiles(options) %}
  {% do return(dbt_nn._quantile_columns(dbt_nn._loss_of(options.get('loss') or 'by label', false))) %}
{% endmacro %}


{#
  The columns of probabilities as far as they are known: from the classes that the network was given, else from the columns that this
  model describes.
#}
{% macro _expected_probabilities(classes) %}
  {% set names = [] %}
  {% for class in classes %}
    {% do names.append(dbt_nn._probability_column(class)) %}
  {% endfor %}
  {% for name in (model.get('columns') or {}) if not classes and name.startswith('probability_') %}
    {% do names.append(name) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The label's own type, where the examples hold it; else what the classes look like. #}
{% macro _expected_label_type(options, columns) -%}
  {%- set label = dbt_nn._only_column(columns, options.get('label')) -%}
  {%- set class = (options.get('classes') or [''])[0] -%}
  {%- if label -%}{%- do return(label.type) -%}
  {%- elif class is boolean -%}{%- do return('boolean') -%}
  {%- endif -%}
  {%- do return(dbt.type_string() if class is string else dbt.type_int()) -%}
{%- endmacro %}


{# The options that the network's model was given, where dbt knows the model. #}
{% macro _options_in_graph(network) %}
  {% if execute and network is not string and graph and graph.nodes %}
    {% set name = network.identifier | replace('__dbt__cte__', '') | lower %}
    {% for node in graph.nodes.values() if node.resource_type == 'model' and (node.alias | lower == name or node.name | lower == name) %}
      {% do return(node.config.get('meta', {}).get('dbt_nn_options', {})) %}
    {% endfor %}
  {% endif %}
  {% do return({}) %}
{% endmacro %}
