{#
  What a network of a fleet stores beside what one network does. Its constants, parameters and history have its own network_key; what all
  share has the key '': the list of inputs and the classes, the options, the memory of the trainings.
    role member   a fact of a network: `input_name` is its name, `output_name` its text, `value` its number. Of `group`, `input` is the
                  place of the column in group_by, and `output_name` the group's value; `rows` has the row_key of the rows that the network
                  has, `answers` too where it answers for them, and `rows_mark` a hash of them
    role class    with a network's key: a class that its training rows have, and how many of them
    role histogram   under the key of a group, without trial, fold and restart: the rows of the group
    option fleet  what predictions need to know, as JSON: see _fleet_to_store
#}
{% macro _facts_of_members() %}
  {% do return([
    'trial', 'fold', 'restart', 'train_rows', 'validation_rows', 'iterations', 'kept_iteration', 'train_loss', 'validation_loss',
    'best_value', 'is_stopped'
  ]) %}
{% endmacro %}


{% macro _fleet_to_store(fleet, mark) %}
  {% set groups = [] %}
  {% for column in fleet.group_by %}
    {% do groups.append({'name': column.name, 'type': column.type}) %}
  {% endfor %}
  {% set trials = [] %}
  {% for trial in fleet.trials if trial.number is not none %}
    {% do trials.append(trial.options) %}
  {% endfor %}
  {% do return({
    'group_by': groups, 'folds': fleet.folds, 'fold_by': dbt_nn._split_to_store(fleet.fold_by), 'unknown': fleet.unknown, 'trials': trials,
    'restarts': fleet.restarts, 'combine': fleet.combine, 'best_by': fleet.best_by.name,
    'best_is_high': fleet.best_by.is_high, 'has_keys': fleet.has_keys,
    'inputs_mark': mark
  }) %}
{% endmacro %}


{# The facts of every network, trained or not. #}
{% macro _rows_of_outcomes(fleet, outcomes, training) -%}
{%- set nothing = {'input': 'cast(null as ' ~ dbt.type_int() ~ ')', 'text': 'cast(null as ' ~ dbt.type_string() ~ ')',
  'number': 'cast(null as ' ~ dbt_nn._warehouse().double_type ~ ')'} -%}
{%- set rows = [] -%}
{%- for column in fleet.group_by -%}
  {%- do rows.append(dbt_nn._row_of_member(loop.index, 'group', 'group_' ~ loop.index, nothing.number)) -%}
{%- endfor -%}
{%- for name in dbt_nn._facts_of_members() -%}
  {%- do rows.append(dbt_nn._row_of_member(nothing.input, name, nothing.text, dbt_nn._to_double(name))) -%}
{%- endfor -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'is_kept', nothing.text, dbt_nn._to_double('answers'))) -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'reason', 'reason', nothing.number)) -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'network_version', nothing.text, dbt_nn._number(training))) -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'group_key', 'group_key', nothing.number)) -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'rows', 'row_key', nothing.number)) -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'rows_mark', 'rows_hash', nothing.number)) -%}
{%- do rows.append(dbt_nn._row_of_member(nothing.input, 'answers', 'case when answers = 1 then row_key end', nothing.number)) -%}
select
  network_key, 'member' as role, null as iteration, null as layer, input, input_name, null as output, output_name, value
from (
  {{ dbt_nn._rows_of_each(outcomes, rows, '') | indent(2) }}
) as facts
where input_name = 'group' or output_name is not null or value is not null
{%- endmacro %}


{% macro _row_of_member(input, name, text, number) %}
  {% do return([
    'network_key', input ~ ' as input', "'" ~ name ~ "' as input_name", text ~ ' as output_name', number ~ ' as value'
  ]) %}
{% endmacro %}


{# The training's mean losses over the networks that answer. #}
{% macro _mean_losses(training, outcomes) -%}
{%- for fact, value in {
  'kept_iteration': 'max(kept_iteration)', 'train_loss': 'avg(train_loss)', 'validation_loss': 'avg(validation_loss)'
}.items() -%}
select
  '' as network_key, 'training' as role, {{ training }} as iteration, null as layer, null as input, '{{ fact }}' as input_name,
  null as output, null as output_name, {{ value }} as value
from {{ outcomes }}
where answers = 1
{{- '\nunion all\n' if not loop.last }}
{%- endfor %}
{%- endmacro %}


{# The constants of the networks that are stored; those of the network of all groups are the shared ones. #}
{% macro _rows_of_constants(network, members, outcomes) -%}
{%- set rows = [] -%}
{%- for constant in dbt_nn._constants_of_members(network) -%}
  {%- set feature = constant.input.feature -%}
  {%- do rows.append([
    'row_key', "'" ~ constant.role ~ "' as role", '0 as layer', feature.index ~ ' as input',
    dbt_nn._literal(feature.name) ~ ' as input_name', constant.k ~ ' as output', dbt_nn._literal(constant.input.name) ~ ' as output_name',
    constant.role ~ '_' ~ constant.k ~ ' as value'
  ]) -%}
{%- endfor -%}
{%- set last = network.layers | length -%}
{%- set nothing = 'cast(null as ' ~ dbt.type_string() ~ ') as input_name' -%}
{%- for role in (['center', 'scale'] if network.target else []) -%}
  {%- do rows.append([
    'row_key', "'" ~ role ~ "' as role", last ~ ' as layer', 'cast(null as ' ~ dbt.type_int() ~ ') as input', nothing, '1 as output',
    dbt_nn._literal(network.label) ~ ' as output_name', 'target_' ~ role ~ ' as value'
  ]) -%}
{%- endfor -%}
{%- for class in network.classes -%}
  {%- do rows.append([
    'row_key', "'class' as role", last ~ ' as layer', 'cast(null as ' ~ dbt.type_int() ~ ') as input', nothing, loop.index ~ ' as output',
    dbt_nn._literal(class) ~ ' as output_name',
    'case when class_rows_' ~ loop.index ~ ' > 0 then ' ~ dbt_nn._to_double('class_rows_' ~ loop.index) ~ ' end as value'
  ]) -%}
{%- endfor -%}
select
  outcomes.network_key, constants.role, null as iteration, constants.layer, constants.input, constants.input_name, constants.output,
  constants.output_name, constants.value
from (
  {{ dbt_nn._rows_of_each(members, rows, '') | indent(2) }}
) as constants
inner join {{ outcomes }} as outcomes on constants.row_key = outcomes.row_key
where outcomes.is_stored = 1 and outcomes.network_key <> '' and constants.value is not null
{%- endmacro %}


{#
  The parameters, the history, and what was learned of the validation rows, of the networks of a part that are stored, under their keys.
  Of more than 100 networks, or where it is asked for, the history is that of the first, the kept and the last iteration.
#}
{% macro _rows_of_part(part, fleet, outcomes, networks) -%}
{%- set is_short = fleet.history == 'last' or (fleet.history == 'by size' and networks > 100) -%}
{%- set known = [dbt_nn._empty_network()] + part.validation -%}
select
  outcomes.network_key, trained.role, trained.iteration, trained.layer, trained.input, trained.input_name, trained.output,
  trained.output_name, trained.value
from (
  {{ dbt_nn._network_result(part.network, part.checkpoints, known, [dbt_nn._baseline_rows(part.network, part.examples)]) | indent(2) }}
) as trained
inner join {{ outcomes }} as outcomes
  on trained.network_key = outcomes.row_key and outcomes.part = {{ part.number }}
where outcomes.is_stored = 1
{%- if is_short %}
  and (
    trained.role not in ('{{ (dbt_nn._history_columns() + ['l2', 'l1']) | join("', '") }}')
    or trained.iteration in ({{ part.network.first_iteration + 1 }}, outcomes.kept_iteration, outcomes.iterations)
  )
{%- endif %}
{%- endmacro %}


{# The rows of the networks that stay; histograms are counted again, of the same rows. #}
{% macro _rows_of_kept_members(standing, kept) -%}
select {{ dbt_nn._network_types() | join(', ') }}
from {{ standing.relation }}
where network_key <> '' and role <> 'histogram' and network_key in (
  select network_key
  from {{ standing.relation }}
  where role = 'member' and input_name = 'rows' and output_name in (
    {{ kept | indent(4) }}
  )
)
{%- endmacro %}
