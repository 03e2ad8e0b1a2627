{#
  Networks of version 0.1.0 hold one fingerprint of the resolved options, the columns and the encoded rows, instead of the marks of today.
  It is computed here as that version did, so that an upgrade trains nothing again. Nothing here may change with the package.
#}
{% macro _reason_since_0_1_0(stored, options, description, query, warm_start) %}
  {% if stored.get('fingerprint') != dbt_nn._fingerprint_of_0_1_0(options, description, query, warm_start) %}
    {% do return('rows or options changed since version 0.1.0 trained the network') %}
  {% elif stored.get('iterations') != dbt_nn._options_of_0_1_0(options).iterations | string %}
    {% do return('option iterations changed from ' ~ stored.get('iterations') ~ ' to ' ~ dbt_nn._options_of_0_1_0(options).iterations) %}
  {% endif %}
  {% do return('') %}
{% endmacro %}


{# What that version took for an option that was not given. #}
{% macro _options_of_0_1_0(options) %}
  {% set defaults = {
    'optimizer': 'auto', 'learning_rate': 'by optimizer', 'learning_rate_schedule': 'constant', 'l2': 'by task', 'iterations': 100,
    'batch_size': none, 'early_stopping': false
  } %}
  {% set found = {} %}
  {% for name, default in defaults.items() if options[name] is string and options[name] == 'auto' %}
    {% do found.update({name: default}) %}
  {% endfor %}
  {% do return(dict(options, **found)) %}
{% endmacro %}


{% macro _fingerprint_of_0_1_0(options, description, query, warm_start) %}
  {% set options = dbt_nn._options_of_0_1_0(options) %}
  {% set computed = {} %}
  {% for name in [
    'features', 'label', 'example_id', 'task', 'classes', 'split', 'hidden_layers', 'activation', 'loss', 'optimizer', 'learning_rate',
    'learning_rate_schedule', 'clip_norm', 'l2', 'l1', 'dropout', 'class_weights', 'example_weight', 'batch_size', 'early_stopping',
    'max_categories', 'missing_indicator', 'warm_start', 'random_seed', 'layout'
  ] %}
    {% do computed.update({name: options[name]}) %}
  {% endfor %}
  {% do computed.update({'group_by': '', 'trials': '', 'folds': '', 'restarts': '', 'best_by': ''}) %}
  {% set first_iteration = warm_start.iteration if warm_start else 0 %}
  {% do computed.update({
    'learning_rate_schedule': dbt_nn._optimizer_of(options, first_iteration + options.iterations).learning_rate_schedule
  }) %}
  {% if warm_start %}
    {% do computed.update({'warm_start': dbt_nn._mark_of_warm_start(warm_start)}) %}
  {% endif %}
  {% set described = dbt_nn._description_of_0_1_0(description, options) %}
  {% set rows = dbt_nn._count_and_hash(dbt_nn._source_of_0_1_0(described, query), dbt_nn._rows_hash_of_0_1_0('hashed')) %}
  {% do return(local_md5(['0.1.0', computed | tojson, described | tojson, rows.count, rows.hash] | join('|'))) %}
{% endmacro %}


{# In the rule of the split, that version had the names as the options spell them. #}
{% macro _description_of_0_1_0(description, options) %}
  {% set features = [] %}
  {% for feature in description.features %}
    {% do features.append({'name': feature.name, 'quoted': feature.quoted, 'type': feature.type, 'kind': feature.kind}) %}
  {% endfor %}
  {% set label = description.label %}
  {% set others = {} %}
  {% for name in ['id', 'weight'] %}
    {% set column = description[name] %}
    {% do others.update({name: {'name': column.name, 'quoted': column.quoted, 'type': column.type} if column else none}) %}
  {% endfor %}
  {% set split = {} %}
  {% for name in ['column', 'fractions', 'id'] if name in description.split %}
    {% do split.update({name: description.split[name]}) %}
  {% endfor %}
  {% do split.update({'id': options.example_id} if 'id' in split else {}) %}
  {% do split.update({'column': options.split} if 'column' in split and options.split is string and options.split else {}) %}
  {% do return({
    'features': features,
    'label': {'name': label.name, 'quoted': label.quoted, 'type': label.type, 'kind': label.kind},
    'id': others.id,
    'split': split,
    'weight': others.weight,
    'keeps_id': dbt_nn._has_batch_size(options) or dbt_nn._dropout_rates(options) | sum > 0
  }) %}
{% endmacro %}


{# The rows that it hashed: the columns of the training, with their label and a weight above 0. #}
{% macro _source_of_0_1_0(described, query) -%}
{%- set text = dbt.type_string() -%}
select
  {%- for feature in described.features %}
  {{ dbt_nn._raw_of_0_1_0(feature) }} as raw_{{ loop.index }},
  {%- endfor %}
  cast({{ described.label.quoted }} as {{ text }}) as raw_label,
  {%- if described.label.kind in ['integer', 'number'] %}
  {{ dbt_nn._raw_of_0_1_0(described.label) }} as raw_target,
  {%- endif %}
  {%- if described.weight %}
  {{ dbt_nn._to_double(described.weight.quoted) }} as weight,
  {%- endif %}
  {%- if described.keeps_id %}
  cast({{ described.id.quoted }} as {{ text }}) as example_id,
  {%- endif %}
  {{ dbt_nn._split_of_0_1_0(described.split) }} as split
from (

{{ query }}

) as examples
where {{ dbt_nn._raw_of_0_1_0(described.label) if described.label.kind == 'number' else described.label.quoted }} is not null
{%- if described.weight %}
  and {{ dbt_nn._to_double(described.weight.quoted) }} > 0
{%- endif %}
{%- endmacro %}


{% macro _raw_of_0_1_0(column) -%}
  {%- set quoted = column.quoted -%}
  {%- set number = dbt_nn._to_double(quoted) -%}
  {%- do return({
    'integer': number,
    'number': 'case when ' ~ dbt_nn._is_finite(number) ~ ' then ' ~ number ~ ' end',
    'boolean': 'case when ' ~ quoted ~ ' then ' ~ dbt_nn._number(1) ~ ' when not ' ~ quoted ~ ' then ' ~ dbt_nn._number(0) ~ ' end'
  }.get(column.kind, 'cast(' ~ quoted ~ ' as ' ~ dbt.type_string() ~ ')')) -%}
{%- endmacro %}


{% macro _split_of_0_1_0(rule) -%}
  {%- set id = 'cast(' ~ dbt_nn._quoted(rule.id) ~ ' as ' ~ dbt.type_string() ~ ')' if rule.get('fractions') else '' -%}
  {%- do return(dbt_nn._split_of(rule, id)) -%}
{%- endmacro %}
