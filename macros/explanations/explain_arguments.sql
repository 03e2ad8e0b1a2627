{# The columns that explanations have themselves. #}
{% macro _columns_of_explanations() %}
  {% do return([
    'network_key', 'network_version', 'class', 'feature', 'feature_value', 'contribution', 'baseline_score', 'score', 'residual'
  ]) %}
{% endmacro %}


{# What is wrong with the arguments, as far as they tell without looking at the network. #}
{% macro _check_explain_arguments(where, given) %}
  {% set problems = dbt_nn._problems_of_network_and_examples(given) %}
  {% set keep = dbt_nn._as_list(given.keep) %}
  {% if not dbt_nn._all_texts(keep) or dbt_nn._repeated(keep) %}
    {% do problems.append("keep is " ~ (given.keep | tojson) ~ "; accepted: a list of distinct column names of the examples") %}
  {% endif %}
  {% do problems.extend(dbt_nn._class_argument_problems(given['class'])) %}
  {% if not dbt_nn._is_baseline(given.baseline) %}
    {% do problems.append("baseline is " ~ (given.baseline | tojson)
      ~ "; accepted: 'mean', a relation whose mean is taken as ref('...'), or a dict of features and their values") %}
  {% endif %}
  {% set steps = given.steps %}
  {% if not dbt_nn._is_integer(steps) or steps < 10 or steps > 1000 or steps % 10 %}
    {% do problems.append("steps is " ~ (steps | tojson) ~ "; accepted: a multiple of 10, from 10 to 1000") %}
  {% endif %}
  {% if given.top is not none and (not dbt_nn._is_integer(given.top) or given.top < 1) %}
    {% do problems.append("top is " ~ (given.top | tojson) ~ ""
      ~ "; accepted: a whole number of at least 1, how many features of each row to keep") %}
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
  {% set problems = [] %}
  {% for name in ['network', 'examples'] if given[name] is none or given[name] is string and not given[name] %}
    {% do problems.append(name ~ " is missing; pass it as " ~ name ~ "=ref('...')") %}
  {% endfor %}
  {% if given.network is string and given.network %}
    {% do problems.append("network is the text " ~ (given.network | tojson) ~ "; pass it as network=ref('...')") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{% macro _class_argument_problems(class) %}
  {% if class is not none and class is not string and class is not number and class is not boolean %}
    {% do return(["class is " ~ (class | tojson) ~ "; accepted: one of the label's classes"]) %}
  {% endif %}
  {% do return([]) %}
{% endmacro %}


{#
  The columns of the examples that explanations keep: {name, quoted, type}. Without being told, the network's example_id where the examples
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
    {% do problems.append("keep is " ~ name ~ ", a column that explanations have themselves; rename it in the examples") %}
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
      argument ~ " is " ~ (class | tojson) ~ ", and the network predicts a number: it has no classes"
    ]) %}
  {% endif %}
  {% set text = dbt_nn._class_text(class) %}
  {% for name in network.classes if name == text or (dbt_nn._is_number(class) and dbt_nn._is_number_text(name) and name | float == class) %}
    {% do return(network.classes.index(name) + 1) %}
  {% endfor %}
  {% do dbt_nn._raise_problems(where, [argument ~ " is " ~ dbt_nn._not_among(text, network.classes)]) %}
{% endmacro %}
