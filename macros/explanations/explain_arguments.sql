{# The columns that explanations have themselves. #}
{% macro _columns_of_explanations() %}
  {% do return([
    'network_key', 'network_version', 'class', 'feature', 'feature_value', 'contribution', 'baseline_score', 'score', 'residual'
  ]) %}
{% endmacro %}


{# What is wrong with the arguments, as far as they tell without looking at the network. #}
{% macro _check_explain_arguments(where, given) %}
  {% set problems = dbt_nn._problems_of_network_and_examples(given)
    + dbt_nn._texts_problems('keep', given.keep, "a list of distinct column names of the examples")
    + dbt_nn._class_problems_of('class', given['class']) %}
  {% if not dbt_nn._is_baseline(given.baseline) %}
    {% do problems.append(dbt_nn._wrong('baseline', given.baseline,
      "'mean', a relation whose mean is taken as ref('...'), or a dict of features and their values")) %}
  {% endif %}
  {% set steps = given.steps %}
  {% if not dbt_nn._is_integer(steps) or steps < 10 or steps > 1000 or steps % 10 %}
    {% do problems.append(dbt_nn._wrong('steps', steps, "a multiple of 10, from 10 to 1000")) %}
  {% endif %}
  {% if given.top is not none and (not dbt_nn._is_integer(given.top) or given.top < 1) %}
    {% do problems.append(dbt_nn._wrong('top', given.top, "an integer of at least 1, how many features of each row to keep")) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{% macro _is_baseline(baseline) %}
  {% if baseline is string %}
    {% do return(baseline == 'mean') %}
  {% elif baseline is none or baseline is not mapping %}
    {% do return(false) %}
  {% endif %}
  {% do return(dbt_nn._is_relation_to_average(baseline) or dbt_nn._all_texts(baseline.keys() | list)) %}
{% endmacro %}


{% macro _problems_of_network_and_examples(given) %}
  {% do return(
    dbt_nn._relation_problems('network', given.network) + dbt_nn._relation_problems('examples', given.examples, takes_text=true)
  ) %}
{% endmacro %}


{# The network of an explanation, looked up; none where there is none to look at. #}
{% macro _network_to_explain(where, given) %}
  {% set shape = dbt_nn._network_to_apply(given.network, given.examples, where) %}
  {% do dbt_nn._allow_many_stages() if dbt_nn._is_run() %}
  {% do return(shape) %}
{% endmacro %}


{#
  The columns of the examples that explanations keep: {name, quoted, type}. By default the network's example_id where the examples
  have it.
#}
{% macro _kept_columns(where, given, shape, columns) %}
  {% set keep = dbt_nn._as_list(given.keep) %}
  {% if given.keep is none %}
    {% set id = shape.example_id if shape else dbt_nn._options_in_graph(given.network).get('example_id') %}
    {% set keep = [id] if dbt_nn._only_column(columns, id) else [] %}
  {% endif %}
  {% set problems = dbt_nn._column_problems(columns, keep) if columns else [] %}
  {% for name in keep if name | lower in dbt_nn._columns_of_explanations() %}
    {% do problems.append("keep is " ~ name ~ ", which is also a column of explanations; rename it in the examples") %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where ~ " on " ~ given.examples, problems) %}
  {% set kept = [] %}
  {% for name in keep %}
    {% do kept.append(dbt_nn._column_to_read(columns, name)) %}
  {% endfor %}
  {% do return(kept) %}
{% endmacro %}


{#
  The number of the class whose score is explained; of two classes the second unless one is given; none where every row has that of its
  own predicted class, and of a number.
#}
{% macro _class_to_explain(where, class, network) %}
  {% if class is none %}
    {% do return(2 if network.classes | length == 2 else none) %}
  {% endif %}
  {% do return(dbt_nn._number_of_class(where, 'class', class, network)) %}
{% endmacro %}


{# The number of a class that an argument names. #}
{% macro _number_of_class(where, argument, class, network) %}
  {% if not network.classes %}
    {% do dbt_nn._raise_problems(where, [
      argument ~ " is " ~ dbt_nn._shown(class) ~ ", but the network predicts a number, which has no classes; remove " ~ argument
    ]) %}
  {% endif %}
  {% set text = dbt_nn._class_text(class) %}
  {% for name in network.classes if name == text or (dbt_nn._is_number(class) and dbt_nn._is_number_text(name) and name | float == class) %}
    {% do return(network.classes.index(name) + 1) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, [argument ~ " is " ~ dbt_nn._not_among(text, network.classes)]) %}
{% endmacro %}
