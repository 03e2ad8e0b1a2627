{#
  A network's shape, read from its rows: what a stage must know to be written. None where there is no network to look at: when dbt parses,
  or before the first training. In a unit test the rows are those that it gives.
#}
{% macro _network_shape(network, where="dbt_nn") %}
  {% set read = dbt_nn._network_to_read(network) %}
  {% if not read %}
    {% do return(none) %}
  {% endif %}
  {% do dbt_nn._check_is_network(read, where ~ ": " ~ read) %}
  {% set rows = dbt_nn._query(dbt_nn._shape_rows(read)).rows %}
  {% if rows | length == 1 and dbt_nn._is_unit_test() %}
    {% do exceptions.raise_compiler_error("dbt_nn: " ~ dbt_nn._name_in_messages(network)
      ~ " has no rows; give the unit test the rows of a trained network") %}
  {% endif %}
  {% if rows | length == 1 %}
    {% do return(none) %}
  {% endif %}
  {% set shape = dbt_nn._shape_from_rows(rows, read) %}
  {% set found = {'parameters': rows[-1]['value_text'] | int, 'networks': rows[-1]['input'] | int if shape.fleet else 1} %}
  {% do dbt_nn._check_parameters_are_there(shape, network, found, where) %}
  {% do return(shape) %}
{% endmacro %}


{# Rows of parameters that are gone would be found, when the query runs, as another shape. A unit test may give some of them. #}
{% macro _check_parameters_are_there(shape, network, found, where) %}
  {% if dbt_nn._is_run() and found.parameters != shape.parameters * ([found.networks, 1] | max) %}
    {% do exceptions.raise_compiler_error(where ~ ": the network " ~ network ~ " has " ~ (found.parameters or "no") ~ " weights and biases"
      ~ (" in " ~ found.networks ~ " networks" if found.networks > 1 else "") ~ ", but layers of " ~ dbt_nn._sizes(shape) | join('-')
      ~ " units need " ~ shape.parameters ~ (" each" if found.networks > 1 else "") ~ ". Run its model with --full-refresh") %}
  {% endif %}
{% endmacro %}


{#
  What the networks of a fleet share has the key ''. The last row says how many weights and biases there are, and `input` in how many
  networks.
#}
{% macro _shape_rows(relation) -%}
select role, layer, input, input_name, output, output_name, value_text
from (
  select
    0 as is_count,
    role,
    layer,
    input,
    input_name,
    output,
    coalesce(output_name, '') as output_name,
    {{ dbt_nn._double_text('value') }} as value_text
  from {{ relation }}
  where coalesce(network_key, '') = '' and (
    role in (
      'category', 'center', 'class', 'fill', 'fold', 'greatest', 'knot', 'least', 'option', 'prior', 'scale', 'split'
    )
    or (role = 'training' and input_name = 'network_version')
  )
  union all
  select 0, role, null, null, null, null, '', max({{ dbt_nn._double_text('value') }})
  from {{ relation }}
  where role in ('residual_quantile', 'temperature')
  group by role
  union all
  select
    1, 'parameters', null, cast(count(distinct coalesce(network_key, '')) as {{ dbt.type_int() }}), null, null, '',
    cast(count(*) as {{ dbt.type_string() }})
  from {{ relation }}
  where role in ('weight', 'bias')
) as rows_of_shape
order by is_count, layer, output, role
{%- endmacro %}


{% macro _shape_from_rows(rows, relation) %}
  {% set options = {} %}
  {% set classes = [] %}
  {% set features = {} %}
  {% set inputs = {} %}
  {% set target = {} %}
  {% set thresholds = [] %}
  {% set folds = [] %}
  {% set trained = namespace(version=none, roles=[]) %}
  {% for row in rows if row['role'] != 'parameters' %}
    {% if row['role'] == 'training' %}
      {% set trained.version = row['value_text'] %}
    {% elif row['role'] == 'option' %}
      {% do options.update({row['input_name']: row['output_name']}) %}
    {% elif row['role'] == 'split' %}
      {% do thresholds.append({'class': row['input_name'] or '', 'split': row['output_name'], 'starts': row['value_text']}) %}
    {% elif row['role'] == 'fold' %}
      {% do folds.append({
        'class': row['input_name'] or '', 'fold': row['output'] | int, 'of': row['output_name'], 'starts': row['value_text']
      }) %}
    {% elif row['role'] in ['temperature', 'residual_quantile'] %}
      {% do trained.roles.append(row['role']) %}
    {% elif row['role'] == 'class' %}
      {% do classes.append(row['output_name']) %}
    {% elif row['layer'] == 0 %}
      {% do dbt_nn._add_input_row(features, inputs, row) %}
    {% else %}
      {% do target.update({row['role']: row['value_text']}) %}
    {% endif %}
  {% endfor %}
  {% for name in ['label', 'split', 'hidden_layers', 'activation', 'loss', 'label_type', 'feature_kinds'] if name not in options %}
    {% if dbt_nn._is_unit_test() %}
      {% do exceptions.raise_compiler_error("dbt_nn: the rows that the unit test gives for the network have no option " ~ name
        ~ "; give all rows of role option") %}
    {% endif %}
    {% do exceptions.raise_compiler_error("dbt_nn: the network " ~ relation ~ " has no option " ~ name
      ~ ": another version of dbt_nn trained it; run its model with --full-refresh") %}
  {% endfor %}
  {% set kinds = fromjson(options.feature_kinds) %}
  {#
    A network that was stored without the types of its columns: their kinds alone say what they were, and an id's text is its plain cast.
  #}
  {% set types = fromjson(options.get('feature_types', '[]')) %}
  {% for index, feature in features.items() %}
    {% do feature.update({'kind': kinds[index - 1], 'type': types[index - 1] if types else ''}) %}
  {% endfor %}
  {% set known = dbt_nn._loss_of(dbt_nn._stored_loss(options.loss), classes | length > 0) %}
  {% set ordered = [] %}
  {% for k in inputs.keys() | sort %}
    {% set places = inputs[k].get('knots_by_place', {}) %}
    {% set knots = [] %}
    {% for place in places | sort %}
      {% do knots.append(places[place]) %}
    {% endfor %}
    {% do inputs[k].update({'knots': knots} if knots else {}) %}
    {% do ordered.append(inputs[k]) %}
  {% endfor %}
  {% do return(dbt_nn._network_record(
    features=ordered | map(attribute='name') | list,
    sources=features,
    inputs=ordered,
    classes=classes,
    target=target,
    label=options.label,
    label_kind=options.get('label_kind', 'text'),
    label_type=options.label_type,
    example_id=options.get('example_id', ''),
    example_id_type=options.get('example_id_type', ''),
    compiled_options=dbt_nn._compiled_options(options),
    network_version=trained.version,
    has_temperature='temperature' in trained.roles,
    has_interval='residual_quantile' in trained.roles,
    split_rule=dict(fromjson(options.split), thresholds=dbt_nn._in_order_of_classes(thresholds)),
    hidden_layers=fromjson(options.hidden_layers),
    activation=fromjson(options.activation) if options.activation[:1] == '[' else options.activation,
    output=dbt_nn._outputs_of(known.loss)[0],
    is_forward=true,
    is_single='fleet' not in options,
    fleet=dbt_nn._fleet_read_back(options, folds),
    **known
  )) %}
{% endmacro %}


{# What is stored of a fleet, with the thresholds of its folds; {} of one network. #}
{% macro _fleet_read_back(options, folds) %}
  {% set fleet = fromjson(options.fleet) if 'fleet' in options else {} %}
  {% do return(dict(fleet, fold_by=dict(fleet.fold_by, thresholds=dbt_nn._in_order_of_folds(folds))) if fleet else {}) %}
{% endmacro %}


{# The options that a compiled prediction depends on, beside the number of parameters and the names of inputs and outputs. #}
{% macro _compiled_options(options) %}
  {% set compiled = {} %}
  {% set read = ['hidden_layers', 'activation', 'split', 'label_type', 'feature_kinds'] + (['loss'] if options.task == 'regression'
    else []) + (['fleet'] if 'fleet' in options else []) %}
  {% for name in read + (['example_id_type'] if 'example_id_type' in options else []) %}
    {% do compiled.update({name: options[name]}) %}
  {% endfor %}
  {% do return(compiled) %}
{% endmacro %}


{# One row of the encoding: a feature by its index, an input by its place. #}
{% macro _add_input_row(features, inputs, row) %}
  {% set index = row['input'] | int %}
  {% set k = row['output'] | int %}
  {% set is_category = row['role'] == 'category' and row['value_text'] is not none %}
  {% if index not in features %}
    {% do features.update({index: {'name': row['input_name'], 'index': index, 'inputs': [], 'fill': none}}) %}
  {% endif %}
  {% set feature = features[index] %}
  {% if k not in inputs %}
    {% do inputs.update({k: {'feature': feature, 'kind': '', 'name': row['output_name']}}) %}
    {% do feature.inputs.append(inputs[k]) %}
  {% endif %}
  {% set input = inputs[k] %}

  {% if row['role'] in ['center', 'scale', 'least', 'greatest', 'prior'] %}
    {% do input.update({row['role']: row['value_text']}) %}
    {% do input.update({'kind': 'number'} if not input.kind and row['role'] == 'center' else {}) %}
  {% elif row['role'] == 'knot' %}
    {% do input.setdefault('knots_by_place', {}).update({row['output_name'] | int: row['value_text']}) %}
  {% elif row['role'] == 'fill' and row['value_text'] is not none %}
    {% do feature.update({'fill': row['value_text']}) %}
    {% do input.update({'kind': 'boolean'} if not input.kind else {}) %}
  {% elif row['role'] == 'fill' %}
    {% do feature.update({'fill': row['output_name']}) %}
  {% elif is_category %}
    {% do input.update({'kind': 'category', 'category': row['output_name'], 'rows': row['value_text'], 'name': feature.name ~ '='
      ~ row['output_name']}) %}
  {% else %}
    {% do input.update({'kind': row['output_name'][1:-1], 'name': feature.name ~ '=' ~ row['output_name']}) %}
  {% endif %}
{% endmacro %}
