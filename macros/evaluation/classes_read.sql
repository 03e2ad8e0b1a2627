{#
  The classes, each with its column of probabilities. Those of the label are looked up, a scan of one column, because a column's name does
  not give the class; further columns probability_<class> are classes that no row has. With `classes` nothing is looked up.
#}
{% macro _read_classes(where, given, read, reads, lookup) %}
  {% set has_none = given.get('may_lack_probabilities', false) and not dbt_nn._has_probabilities(read.columns) %}
  {% set wants_positive = given.get('positive_class') is not none %}
  {% set wants_all = not has_none and ('probabilities' in reads or ('ranks' in reads and not wants_positive)) %}
  {% do read.update({'has_no_probabilities': has_none}) %}
  {% if not wants_all and not wants_positive %}
    {% do return('') %}
  {% endif %}

  {% set classes = [] %}
  {% for class in dbt_nn._as_list(given.get('classes')) or dbt_nn._labels_in(lookup, read) %}
    {% do classes.append(dbt_nn._class_with_column(dbt_nn._class_text(class), read.columns)) %}
  {% endfor %}
  {% set problems = dbt_nn._colliding_classes(classes | map(attribute='name') | list) if wants_all else [] %}
  {% if not given.get('classes') %}
    {% do classes.extend(dbt_nn._classes_without_rows(classes, read.columns)) %}
  {% endif %}
  {% set positive = dbt_nn._positive_class(given, classes, read.columns, problems) if wants_positive else none %}
  {% do read.update({'classes': classes, 'positive': positive}) %}

  {% set needed = classes if wants_all else [positive] if 'ranks' in reads and not has_none else [] %}
  {% if wants_all and not classes %}
    {% do problems.append("the predictions have no column probability_<class>; they have " ~ read.columns.keys() | join(', ')) %}
  {% endif %}
  {% for class in needed if class %}
    {% if class.column is none %}
      {% do problems.append(
        "the predictions have no column " ~ dbt_nn._probability_column(class.name) ~ " for the class " ~ class.name ~ " of the label "
        ~ given.label ~ "; they have " ~ read.columns.keys() | join(', ')
      ) %}
    {% else %}
      {% do problems.extend(dbt_nn._no_numbers(read.columns, [class.name_of_column])) %}
    {% endif %}
  {% endfor %}
  {% do dbt_nn._raise_when_run(read, problems) %}
{% endmacro %}


{# The label's values as text, in order. #}
{% macro _labels_in(relation, read) %}
  {% set classes = [] %}
  {% set query = 'select distinct ' ~ read.label_text ~ ' as class from ' ~ relation ~ ' where ' ~ read.label ~ ' is not null' %}
  {% for row in dbt_nn._query(query) %}
    {% do classes.append(row['class'] | string) %}
  {% endfor %}
  {% do return(classes | sort(case_sensitive=true)) %}
{% endmacro %}


{# A truth value as the warehouse writes it. #}
{% macro _class_text(class) %}
  {% do return(class | string | lower if class is boolean else class | string) %}
{% endmacro %}


{% macro _class_with_column(class, columns) %}
  {% set name = dbt_nn._probability_column(class) %}
  {% do return({
    'name': class, 'column': columns[name].quoted if name in columns else none, 'has_rows': true, 'name_of_column': name
  }) %}
{% endmacro %}


{% macro _has_probabilities(columns) %}
  {% for name in columns %}
    {% if name.startswith('probability_') %}
      {% do return(true) %}
    {% endif %}
  {% endfor %}
  {% do return(false) %}
{% endmacro %}


{# Columns of probabilities that belong to none of the label's values: what such a class is called is not known beyond its column. #}
{% macro _classes_without_rows(classes, columns) %}
  {% set taken = classes | map(attribute='column') | list %}
  {% set others = [] %}
  {% set examples_own = dbt_nn._columns_before_answers(classes, columns) %}
  {% for name, column in columns.items() %}
    {% if name.startswith('probability_') and column.quoted not in taken and name not in examples_own %}
      {% do others.append({'name': name[12:], 'column': column.quoted, 'has_rows': false, 'name_of_column': name}) %}
    {% endif %}
  {% endfor %}
  {% do return(others) %}
{% endmacro %}


{#
  Predictions have the columns of the examples first, then predicted_label and the probabilities. Where those of the classes found follow
  it, a column before it is the examples' own, however it is called.
#}
{% macro _columns_before_answers(classes, columns) %}
  {% set names = columns.keys() | list %}
  {% set at = names.index('predicted_label') if 'predicted_label' in names else 0 %}
  {% for class in classes if class.name_of_column not in names[at:] %}
    {% do return([]) %}
  {% endfor %}
  {% do return(names[:at] if classes else []) %}
{% endmacro %}


{# The class that counts as positive: a value of the label, or a class that has its column but no row. #}
{% macro _positive_class(given, classes, columns, problems) %}
  {% set class = given.positive_class %}
  {% set text = dbt_nn._class_text(0 if dbt_nn._is_number(class) and class == 0 else class) %}
  {% set spellings = [text] %}
  {% if dbt_nn._is_number(given.positive_class) %}
    {# 1 is 1.0 in the text of some labels #}
    {% do spellings.append(text ~ '.0') %}
    {% do spellings.append(text[:-2] if text.endswith('.0') else text) %}
  {% endif %}
  {% set column = dbt_nn._class_with_column(text, columns).column %}
  {% for class in classes %}
    {% if class.name in spellings and class.has_rows %}
      {% do return(class) %}
    {% elif not class.has_rows and class.column == column %}
      {% do class.update({'name': text}) %}
      {% do return(class) %}
    {% endif %}
  {% endfor %}
  {% if not classes %}
    {% do return({'name': text, 'column': column, 'has_rows': false, 'name_of_column': dbt_nn._probability_column(text)}) %}
  {% endif %}
  {% set names = classes | map(attribute='name') | list %}
  {% set hint = "; YAML reads yes and no without quotes as true and false" if given.positive_class is boolean else "" %}
  {% do problems.append("positive_class is " ~ dbt_nn._not_among(text, names) ~ hint) %}
  {% do return(none) %}
{% endmacro %}
