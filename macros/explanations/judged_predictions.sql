{# What metrics read of predictions: the predicted class as text and every probability, or the number. #}
{% macro _predicted_to_judge(network) %}
  {% set label = dbt_nn._answer_columns(dict(network, label_kind='text', label_type=''))[:1] if network.classes else [] %}
  {% do return(label + dbt_nn._numbers_predicted(network)) %}
{% endmacro %}


{# Every probability, null of a class that the rows of the network lack; or the number. #}
{% macro _numbers_predicted(network) %}
  {% if not network.classes %}
    {% do return(dbt_nn._answer_columns(network)[:1]) %}
  {% endif %}
  {% set columns = [] %}
  {% for class in network.classes %}
    {% set probability = dbt_nn._probability_of_class(network, loop.index) %}
    {% set name = 'probability_' ~ loop.index %}
    {% do columns.append(name if probability == name else 'nullif(' ~ probability ~ ', -1) as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# The same for the metrics, as predictions_read.sql describes them: its classes are the network's, and nothing is looked up. #}
{% macro _predicted_read(asked) %}
  {% set network = asked.network %}
  {% set text = dbt.type_string() %}
  {% set classes = [] %}
  {% for class in network.classes %}
    {% do classes.append({'name': class, 'column': 'probability_' ~ loop.index, 'has_rows': true}) %}
  {% endfor %}
  {% set by = [] %}
  {% for name in ['permuted', 'repetition'] + asked.by %}
    {% do by.append({'name': name, 'quoted': name, 'type': text if name == 'network_key' else dbt.type_int()}) %}
  {% endfor %}
  {% do return({
    'relation': 'predicted', 'is_known': true, 'columns': {'predicted_label': {'quoted': 'predicted_label', 'type': text}},
    'task': 'classification' if classes else 'regression', 'label': 'label',
    'label_type': text if classes else network.warehouse.double_type, 'weight': none, 'weight_name': none, 'label_name': asked.label,
    'guarded_probability': dbt_nn._guarded_probability(asked.where), 'where': asked.where, 'by': by, 'classes': classes,
    'given_classes': none, 'positive': classes[asked.positive - 1] if asked.positive else none, 'label_text': 'label',
    'has_no_probabilities': false
  }) %}
{% endmacro %}
