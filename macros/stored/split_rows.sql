{#
  The thresholds of a split as rows of the network: `output` is 1 for validation and 2 for test, `input_name` the class of a stratified
  split.
#}
{% macro _split_rows(rule) %}
  {% set rows = [] %}
  {% for threshold in rule.get('thresholds', []) %}
    {% do rows.append(dbt_nn._network_row(
      'split', input_name=dbt_nn._literal(threshold.class) if rule.get('stratify') else 'null',
      output=['validation', 'test'].index(threshold.split) + 1, output_name="'" ~ threshold.split ~ "'",
      value=dbt_nn._number(threshold.starts)
    )) %}
  {% endfor %}
  {% do return(rows) %}
{% endmacro %}


{# Those of folds: `output` is the fold, `output_name` what starts there, `input_name` the class of a stratified rule. #}
{% macro _fold_rows(rule) %}
  {% set rows = [] %}
  {% for threshold in rule.get('thresholds', []) %}
    {% do rows.append(dbt_nn._network_row(
      'fold', input_name=dbt_nn._literal(threshold.class) if rule.way == 'class' else 'null', output=threshold.fold,
      output_name="'" ~ threshold.of ~ "'", value=dbt_nn._number(threshold.starts)
    )) %}
  {% endfor %}
  {% do return(rows) %}
{% endmacro %}


{% macro _stored_folds(relation) %}
  {% set thresholds = [] %}
  {% for row in dbt_nn._query(
    "select input_name, output, output_name, " ~ dbt_nn._double_text('value') ~ " as value_text\nfrom " ~ relation
    ~ "\nwhere role = 'fold'"
  ).rows %}
    {% do thresholds.append({'class': row[0] or '', 'fold': row[1] | int, 'of': row[2], 'starts': row[3]}) %}
  {% endfor %}
  {% do return(dbt_nn._in_order_of_folds(thresholds)) %}
{% endmacro %}


{% macro _in_order_of_folds(thresholds) %}
  {% do return(thresholds | sort(attribute='fold') | sort(attribute='of') | sort(attribute='class', case_sensitive=true)) %}
{% endmacro %}


{# The same of splits read back. #}
{% macro _stored_thresholds(relation) %}
  {% set thresholds = [] %}
  {% for row in dbt_nn._query(
    "select input_name, output_name, " ~ dbt_nn._double_text('value') ~ " as value_text\nfrom " ~ relation ~ "\nwhere role = 'split'"
  ).rows %}
    {% do thresholds.append({'class': row[0] or '', 'split': row[1], 'starts': row[2]}) %}
  {% endfor %}
  {% do return(dbt_nn._in_order_of_classes(thresholds)) %}
{% endmacro %}


{% macro _in_order_of_classes(thresholds) %}
  {% do return(thresholds | sort(attribute='split', reverse=true) | sort(attribute='class', case_sensitive=true)) %}
{% endmacro %}


{# The rule of a split, or of folds, as it is stored among the options: its thresholds have rows of their own. #}
{% macro _split_to_store(rule) %}
  {% set stored = {} %}
  {% for name, value in rule.items() if name != 'thresholds' %}
    {% do stored.update({name: value}) %}
  {% endfor %}
  {% do return(stored) %}
{% endmacro %}
