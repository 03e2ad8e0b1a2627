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

{# A column, or in train fractions, with how rows are put into splits; of that alone, the fractions are the usual ones. #}
{% macro _is_split(value, option, door) %}
  {% if value is not mapping %}
    {% do return(value is string) %}
  {% endif %}
  {% set fractions = {} %}
  {% set ways = {'stratify': dbt_nn._is_boolean, 'by_time': dbt_nn._is_column, 'group': dbt_nn._is_column} %}
  {% for name, given in value.items() %}
    {% if name not in ways %}
      {% do fractions.update({name: given}) %}
    {% elif not ways[name](given, option, door) %}
      {% do return(false) %}
    {% endif %}
  {% endfor %}
  {% do return(door == 'train' and (dbt_nn._are_fractions(fractions) or (not fractions and value | length > 0))) %}
{% endmacro %}

{% macro _is_early_stopping(value, option, door) %}
  {% do return(value is boolean or (value is string and value == 'auto') or dbt_nn._is_patience(value)) %}
{% endmacro %}

{# No classes stand for a number. #}
{% macro _is_classes(value, option, door) %}
  {% do return(dbt_nn._is_list(value) and dbt_nn._all_scalars(value) and (value | length) != 1 and not dbt_nn._repeated(value)) %}
{% endmacro %}

{# No warehouse has as many columns, or elements in a list that it could still compute with. #}
{% macro _is_layer_sizes(value, option, door) %}
  {% do return(dbt_nn._is_list(value) and dbt_nn._all_positive_integers(value, 100000)) %}
{% endmacro %}

{# Integers that a double holds exactly. #}
{% macro _is_safe_integer(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value > -9007199254740992 and value < 9007199254740992) %}
{% endmacro %}

{# Up to what an integer of the warehouses holds. #}
{% macro _is_positive_integer(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value >= 1 and value <= 2147483647) %}
{% endmacro %}

{% macro _is_integer_from_0(value, option, door) %}
  {% do return(dbt_nn._is_integer(value) and value >= 0 and value <= 2147483647) %}
{% endmacro %}

{% macro _is_positive_integer_or_auto(value, option, door) %}
  {% do return((value is string and value == 'auto') or dbt_nn._is_positive_integer(value, option, door)) %}
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

{# A loop over stages has no rows to choose by. #}
{% macro _is_iterations(value, option, door) %}
  {% do return(dbt_nn._is_positive_integer(value) or (value is string and value == 'auto' and door == 'train')) %}
{% endmacro %}

{% macro _is_batch_size(value, option, door) %}
  {% do return((value is string and value == 'all') or dbt_nn._is_positive_integer_or_auto(value, option, door)) %}
{% endmacro %}

{% macro _is_learning_rate(value, option, door) %}
  {% set is_word = value is string and (value == 'by optimizer' or (value == 'auto' and door == 'train')) %}
  {% do return(is_word or dbt_nn._is_positive_number(value, option, door)) %}
{% endmacro %}

{% macro _is_penalty(value, option, door) %}
  {% set is_word = value is string and value in ['by task', 'auto'] and door == 'train' and 'by_task' in option %}
  {% do return(is_word or dbt_nn._is_falling(value) or dbt_nn._is_number_from_0(value, option, door)) %}
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


{# {patience: 10, minimum_improvement: 0.0001, since: 1}, each of them optional #}
{% macro _is_patience(value) %}
  {% if value is not mapping or not value %}
    {% do return(false) %}
  {% endif %}
  {% set patience = value.get('patience', 1) %}
  {% set improvement = value.get('minimum_improvement', 0) %}
  {% for name in value if name not in ['patience', 'minimum_improvement', 'since'] %}
    {% do return(false) %}
  {% endfor %}
  {% set good_patience = dbt_nn._is_positive_integer(patience) %}
  {% set good_improvement = dbt_nn._is_number_from_0(improvement) %}
  {% do return(good_patience and good_improvement and dbt_nn._is_positive_integer(value.get('since', 1))) %}
{% endmacro %}
