{#
  A feature with its inputs: {name, index, quoted, kind, type, fill, inputs}; without inputs where it has one value only. What `encode` asks
  for, else what its kind becomes by default. `facts` are those of source_facts.sql.
#}
{% macro _learned_feature(feature, index, source, facts, options, classes, is_weighted, where) %}
  {% if feature.kind == 'date' %}
    {% do return(dbt_nn._learned_date(feature, index, facts, options, where)) %}
  {% elif feature.kind == 'text' %}
    {% do return(dbt_nn._learned_texts(feature, index, source, facts, options, classes, is_weighted, where)) %}
  {% elif feature.encode %}
    {% do return(dbt_nn._learned_numbers(feature, index, source, facts, options, where)) %}
  {% endif %}
  {% do return(dbt_nn._learned_number(feature, index, facts, options, where)) %}
{% endmacro %}


{# A number as `encode` says: the standardized number, its logarithm, its rank, or some of them. #}
{% macro _learned_numbers(feature, index, source, facts, options, where) %}
  {% set learned = dbt_nn._learned_number(feature, index, facts, options, where) %}
  {% set inputs = [] %}
  {% set further = {'log': dbt_nn._learned_log, 'rank': dbt_nn._learned_rank} %}
  {% for encoding in feature.encode %}
    {% if encoding.as in further %}
      {% do inputs.extend(further[encoding.as](feature, index, source, facts, where)) %}
    {% else %}
      {% do inputs.extend(learned.inputs | selectattr('kind', 'equalto', 'number') | list) %}
    {% endif %}
  {% endfor %}
  {% do return(dict(learned, inputs=inputs + learned.inputs | selectattr('kind', 'equalto', 'missing') | list)) %}
{% endmacro %}


{# A text as `encode` says: an input for each frequent category or bucket, its share of the rows, its mean label, or some of them. #}
{% macro _learned_texts(feature, index, source, facts, options, classes, is_weighted, where) %}
  {% set rows = facts['train_rows'] | int %}
  {% set asked = feature.encode or [{'as': 'one_hot', 'max_categories': none}] %}
  {% set found = {'fill': none, 'inputs': [], 'missing': [], 'is_rare': false} %}
  {% for encoding in asked %}
    {% if encoding.as == 'one_hot' %}
      {% set most = encoding.max_categories or options.max_categories %}
      {% set learned = dbt_nn._learned_text(feature, index, source, dict(options, max_categories=most), rows, is_weighted, where) %}
      {% do found.update({'fill': learned.fill, 'is_rare': learned.is_rare}) %}
      {% do found.inputs.extend(learned.inputs | rejectattr('kind', 'equalto', 'missing') | list) %}
      {% do found.update({'missing': learned.inputs | selectattr('kind', 'equalto', 'missing') | list}) %}
    {% else %}
      {% set learned = dbt_nn._learned_buckets(feature, index, encoding, source) if encoding.as == 'hash'
        else dbt_nn._learned_lookup(feature, index, encoding, source, classes, is_weighted) %}
      {% do found.inputs.extend(learned.inputs) %}
      {% if learned.inputs and dbt_nn._has_missing_input(options, rows - learned.rows, rows) %}
        {% do found.update({'missing': [{'name': feature.name ~ '=<missing>', 'kind': 'missing'}]}) %}
      {% endif %}
    {% endif %}
  {% endfor %}
  {% do return({
    'name': feature.name, 'index': index, 'quoted': feature.quoted, 'kind': 'text', 'fill': found.fill,
    'inputs': found.inputs + found.missing, 'is_rare': found.is_rare
  }) %}
{% endmacro %}


{#
  Columns beside raw_<i> that the encodings of a feature read: SQL with its name. The `inputs` of a stored network tell of them, in training
  `encode` does.
#}
{% macro _columns_of_encodings(feature, raw, index) %}
  {% set columns = [] %}
  {% for encoding in feature.get('encode') or [] if encoding.as == 'log' %}
    {% do columns.append(dbt_nn._log_of_raw(raw) ~ ' as log_' ~ index) %}
  {% endfor %}
  {% set buckets = [] %}
  {% for encoding in feature.get('encode') or [] if encoding.as == 'hash' %}
    {% do buckets.append(encoding.buckets | string) %}
  {% endfor %}
  {% for input in feature.get('inputs') or [] if input.kind.startswith('bucket ') %}
    {% do buckets.append(input.kind.split(' ')[3]) %}
  {% endfor %}
  {% for number in buckets | unique %}
    {% do columns.append(dbt_nn._bucket_of(raw, number) ~ ' as ' ~ dbt_nn._bucket_column(index, number)) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}
