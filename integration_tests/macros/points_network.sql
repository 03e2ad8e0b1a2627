{# The network of the stage models: 2 inputs, 2 units, 2 classes. #}
{% macro points_network() %}
  {% do return({
    'features': ['x1', 'x2'],
    'label': 'side',
    'classes': ['left', 'right'],
    'split': 'part',
    'hidden_layers': [2],
    'learning_rate': 0.5,
    'l2': 0.01
  }) %}
{% endmacro %}
