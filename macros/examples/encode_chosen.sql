{#
  The features with the encoding that is chosen where none is asked for: a text of many categories gets the mean label of each category
  too, out of fold, beside the inputs of its most frequent ones. docs/defaults.md says why, and where it is not chosen: without an id no
  folds exist, a warm start takes its encoding from the other network, and of many classes each would be an input.
#}
{% macro _with_chosen_encodings(description, options, facts, classes) %}
  {% set features = [] %}
  {% for feature in description.features %}
    {% set is_open = dbt_nn._may_average_labels(feature, description, options) and classes | length <= 10 %}
    {% if is_open and facts[dbt_nn._categories_column(loop.index)] | int > options.max_categories %}
      {% do features.append(dict(feature, encode=dbt_nn._encodings_asked(['one_hot', 'target']))) %}
    {% else %}
      {% do features.append(feature) %}
    {% endif %}
  {% endfor %}
  {% do return(dict(description, features=features)) %}
{% endmacro %}


{# Whether the number of a text's categories decides how it is encoded; a max_categories that the user sets decides it instead. #}
{% macro _may_average_labels(feature, description, options) %}
  {% do return(
    feature.kind == 'text' and not feature.encode and description.id is not none and not options.warm_start
    and options.max_categories == dbt_nn._usual_value('max_categories')
  ) %}
{% endmacro %}


{% macro _categories_column(index) %}
  {% do return('raw_' ~ index ~ '_categories') %}
{% endmacro %}
