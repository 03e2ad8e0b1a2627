{# What is wrong with an option's value: '' if nothing, else what is accepted. #}
{% macro _option_problem(option, value, door) %}
  {% set kind = option.accepts %}
  {% set is_list = value is sequence and value is not string and value is not mapping %}
  {% set is_number = value is number and value is not boolean %}
  {% set is_integer = is_number and (value | int) == value %}
  {% set accepted = '' %}

  {% if kind == 'columns' %}
    {% set accepted = '' if is_list and value and dbt_nn._all_texts(value) and not dbt_nn._repeated(value) else 'a list of different column names' %}
  {% elif kind == 'column' %}
    {% set accepted = '' if value is string and value else 'a column name' %}
  {% elif kind == 'text' %}
    {% set accepted = '' if value is string else 'a column name' %}
  {% elif kind == 'not_yet' %}
    {% set accepted = '' if value == '' else 'nothing yet' %}
  {% elif kind == 'split' %}
    {% set accepted = '' if value is string or (door == 'train' and dbt_nn._are_fractions(value)) else 'a column name' ~ (', or fractions such as {train: 0.8, validation: 0.2} that add up to 1' if door == 'train' else '') %}
  {% elif kind == 'early_stopping' %}
    {% set accepted = '' if value is boolean or dbt_nn._is_patience(value) else 'true, false, or {patience: a whole number of at least 1, minimum_improvement: a number of at least 0}' %}
  {% elif kind == 'classes' %}
    {% set accepted = '' if is_list and dbt_nn._all_scalars(value) and (value | length) != 1 and not dbt_nn._repeated(value) else 'a list of at least two different values of the label' %}
  {% elif kind == 'layer_sizes' %}
    {% set accepted = '' if is_list and dbt_nn._all_positive_integers(value) else 'a list of whole numbers of at least 1, one per hidden layer' %}
  {% elif kind == 'choice' %}
    {% set accepted = dbt_nn._unknown_choice(option, value) %}
  {% elif kind == 'choice_with_constants' %}
    {% set accepted = dbt_nn._choice_problem(option, value) %}
  {% elif kind == 'network' %}
    {% set accepted = '' if value == '' else "a network of dbt_nn.train, as warm_start=ref('...')" %}
  {% elif kind == 'boolean' %}
    {% set accepted = '' if value is boolean else 'true or false' %}
  {% elif kind == 'integer' %}
    {% set accepted = '' if is_integer and value > -9007199254740992 and value < 9007199254740992 else 'a whole number of at most 15 digits' %}
  {% elif kind == 'positive_integer' %}
    {% set accepted = '' if is_integer and value >= 1 else 'a whole number of at least 1' %}
  {% elif kind == 'positive_integer_or_auto' %}
    {% set accepted = '' if value == 'auto' or (is_integer and value >= 1) else 'a whole number of at least 1, or auto' %}
  {% elif kind == 'positive_number' %}
    {% set accepted = dbt_nn._constant_problem(kind, value) %}
  {% elif kind == 'positive_number_or_none' %}
    {% set accepted = '' if value == '' else dbt_nn._constant_problem('positive_number', value) %}
  {% elif kind == 'learning_rate' %}
    {% set accepted = '' if value == 'by optimizer' or (is_number and value > 0 and value < 1e308) else 'a number above 0' %}
  {% elif kind == 'penalty' %}
    {% set accepted = '' if (value == 'by task' and door == 'train' and 'by_task' in option) or (is_number and value >= 0 and value < 1e308) else 'a number of at least 0' %}
  {% elif kind == 'class_weights' %}
    {% set accepted = '' if value in ['', 'balanced'] or (value is mapping and value and dbt_nn._all_numbers_below(value.values() | list, 1e308)) else 'balanced, or a dict of classes and their weights, each at least 0' %}
  {% elif kind == 'dropout' %}
    {% set accepted = '' if dbt_nn._all_numbers_below(value if is_list else [value], 1) else 'a number of at least 0 and below 1, or a list of them, one per hidden layer' %}
  {% else %}
    {% do exceptions.raise_compiler_error("dbt_nn: the option table names an unknown check '" ~ kind ~ "'") %}
  {% endif %}

  {# YAML reads 1e-3 as text. #}
  {% do return(accepted ~ ('; without quotes, written out as in 0.001' if accepted and 'number' in accepted and value is string else '')) %}
{% endmacro %}


{# {train: 0.7, validation: 0.2, test: 0.1} #}
{% macro _are_fractions(value) %}
  {% if value is not mapping %}
    {% do return(false) %}
  {% endif %}
  {% set total = namespace(share=0.0, known=0) %}
  {% for split, share in value.items() %}
    {% if split in ['train', 'validation', 'test'] and share is number and share is not boolean and share >= 0 and share <= 1 %}
      {% set total.share = total.share + share %}
      {% set total.known = total.known + 1 %}
    {% endif %}
  {% endfor %}
  {% set near_one = total.share > 0.999999 and total.share < 1.000001 %}
  {% do return(near_one and total.known == value | length and value.get('train', 0) > 0) %}
{% endmacro %}


{# {patience: 10, minimum_improvement: 0.0001}, each of them optional #}
{% macro _is_patience(value) %}
  {% if value is not mapping or not value %}
    {% do return(false) %}
  {% endif %}
  {% set patience = value.get('patience', 1) %}
  {% set improvement = value.get('minimum_improvement', 0) %}
  {% for name in value if name not in ['patience', 'minimum_improvement'] %}
    {% do return(false) %}
  {% endfor %}
  {% set good_patience = patience is number and patience is not boolean and (patience | int) == patience and patience >= 1 %}
  {% set good_improvement = improvement is number and improvement is not boolean and improvement >= 0 %}
  {% do return(good_patience and good_improvement) %}
{% endmacro %}


{# One of the choices, or a list of them where every layer may have its own. #}
{% macro _unknown_choice(option, value) %}
  {% set may_be_list = option.get('per_layer') and value is sequence and value is not string and value is not mapping %}
  {% set unknown = [] %}
  {% for one in (value if may_be_list else [value]) if one is not string or one not in option.choices %}
    {% do unknown.append(one) %}
  {% endfor %}
  {% do return(('one of ' ~ option.choices | join(', ') ~ (', or a list of one for each hidden layer' if option.get('per_layer') else '')) if unknown else '') %}
{% endmacro %}
