{# Whether a value is what an option may be: one macro for each kind, called as fits(value, option, door). #}
{% macro _is_columns(value, option, door) %}
  {% do return(dbt_nn._is_list(value) and value and dbt_nn._all_texts(value) and not dbt_nn._repeated(value)) %}
{% endmacro %}

{% macro _is_column(value, option, door) %}
  {% do return(value is string and value != '') %}
{% endmacro %}

{% macro _is_text(value, option, door) %}
  {% do return(value is string) %}
{% endmacro %}

{# An option that can't be given as a plain value. #}
{% macro _is_none_given(value, option, door) %}
  {% do return(value is string and value == '') %}
{% endmacro %}

{% macro _is_boolean(value, option, door) %}
  {% do return(value is boolean) %}
{% endmacro %}

{# A column, or in train fractions. #}
{% macro _is_split(value, option, door) %}
  {% do return(value is string or (door == 'train' and dbt_nn._are_fractions(value))) %}
{% endmacro %}

{% macro _is_early_stopping(value, option, door) %}
  {% do return(value is boolean or dbt_nn._is_patience(value)) %}
{% endmacro %}

{# No classes stand for a number. #}
{% macro _is_classes(value, option, door) %}
  {% do return(dbt_nn._is_list(value) and dbt_nn._all_scalars(value) and (value | length) != 1 and not dbt_nn._repeated(value)) %}
{% endmacro %}

{% macro _is_layer_sizes(value, option, door) %}
  {% do return(dbt_nn._is_list(value) and dbt_nn._all_positive_integers(value)) %}
{% endmacro %}

{# Whole numbers that a double holds exactly. #}
{% macro _is_safe_integer(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value > -9007199254740992 and value < 9007199254740992) %}
{% endmacro %}

{% macro _is_positive_integer(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value >= 1) %}
{% endmacro %}

{% macro _is_integer_from_0(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value >= 0) %}
{% endmacro %}

{% macro _is_positive_integer_or_auto(value, option, door) %}
  {% do return((value is string and value == 'auto') or (dbt_nn._is_integer(value) and value >= 1)) %}
{% endmacro %}

{% macro _is_number_from_0(value, option, door) %}
  {% do return(dbt_nn._is_number(value) and value >= 0 and value < 1e308) %}
{% endmacro %}

{% macro _is_number_from_1(value, option, door) %}
  {% do return(dbt_nn._is_number(value) and value >= 1 and value < 1e308) %}
{% endmacro %}

{% macro _is_positive_number(value, option, door) %}
  {% do return(dbt_nn._is_number(value) and value > 0 and value < 1e308) %}
{% endmacro %}

{% macro _is_positive_number_or_none(value, option, door) %}
  {% do return((value is string and value == '') or dbt_nn._is_positive_number(value, option, door)) %}
{% endmacro %}

{% macro _is_share(value, option, door) %}
  {% do return(dbt_nn._is_number(value) and value >= 0 and value < 1) %}
{% endmacro %}

{% macro _is_positive_share(value, option, door) %}
  {% do return(dbt_nn._is_number(value) and value > 0 and value < 1) %}
{% endmacro %}

{% macro _is_levels(value, option, door) %}
  {% do return(dbt_nn._are_levels(value)) %}
{% endmacro %}

{% macro _is_learning_rate(value, option, door) %}
  {% do return((value is string and value == 'by optimizer') or dbt_nn._is_positive_number(value, option, door)) %}
{% endmacro %}

{% macro _is_penalty(value, option, door) %}
  {% set is_by_task = value is string and value == 'by task' and door == 'train' and 'by_task' in option %}
  {% do return(is_by_task or dbt_nn._is_number_from_0(value, option, door)) %}
{% endmacro %}

{% macro _is_class_weights(value, option, door) %}
  {% set is_dict = value is mapping and value and dbt_nn._all_numbers_below(value.values() | list, 1e308) %}
  {% do return((value is string and value in ['', 'balanced']) or is_dict) %}
{% endmacro %}

{% macro _is_dropout(value, option, door) %}
  {% do return(dbt_nn._all_numbers_below(value if dbt_nn._is_list(value) else [value], 1)) %}
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
