{#
  The network that a training starts from; none if there is none.
    relation    its name, as it stands in SQL
    shape       see shape.sql;  options  as they are stored
    iteration   the iterations that it has behind it, where the optimizer goes on with its state; 0 where the state is reset. Of a fleet
                the most that one of its networks has
    found       what there is in its rows, see _facts_of_network
  Of a fleet that starts from one, see start_of_members.sql.
#}
{% macro _warm_start(query, options, where) %}
  {% set relation = dbt_nn._marked_relation(query, 'warm_start', where) %}
  {% if not relation %}
    {% do return(none) %}
  {% endif %}
  {% set start = dbt_nn._network_to_start_from(relation, options, where, 'warm_start') %}
  {% do log(where ~ ": starting from " ~ relation ~ (
    "; " ~ start.optimizer ~ "'s state and the iteration count are reset, because " ~ start.lost if start.lost
    else " after its iteration " ~ start.iteration ~ ", with the state of " ~ start.optimizer
  ), info=true) %}
  {% do return(start) %}
{% endmacro %}


{# `argument` is what names the relation. Beside the record above: the optimizer's name, and why it has to be reset, or ''. #}
{% macro _network_to_start_from(relation, options, where, argument) %}
  {% set what = where ~ ": " ~ argument ~ " is " ~ relation %}
  {% set standing = load_relation(dbt_nn._relation_of(relation)) %}
  {% if standing is none %}
    {% do exceptions.raise_compiler_error(what ~ ", which does not exist; run its model first") %}
  {% endif %}
  {% do dbt_nn._check_is_network(relation, where ~ ": " ~ argument ~ " " ~ relation) %}
  {% set found = dbt_nn._query(dbt_nn._facts_of_network(relation)).rows[0] %}
  {% if not found['parameters'] %}
    {% do exceptions.raise_compiler_error(what ~ ", which has no parameters; run its model first") %}
  {% endif %}

  {% set rows = dbt_nn._query(dbt_nn._shape_rows(relation)).rows %}
  {% set shape = dbt_nn._shape_from_rows(rows, relation) %}
  {% do dbt_nn._check_networks_to_start_from(shape, found['networks'], options, what) %}
  {% if found['parameters'] != shape.parameters * found['networks'] %}
    {% do exceptions.raise_compiler_error(what ~ ", which has " ~ found['parameters'] ~ " parameters"
      ~ (" in " ~ found['networks'] ~ " networks" if found['networks'] > 1 else "") ~ ", but layers of "
      ~ dbt_nn._sizes(shape) | join('-') ~ " units need " ~ shape.parameters ~ (" each" if found['networks'] > 1 else "")
      ~ ". Run its model with --full-refresh") %}
  {% endif %}
  {% set stored = dbt_nn._options_in(rows) %}
  {% set lost = dbt_nn._reason_to_begin_anew(stored, found, options) %}
  {% do return({
    'relation': relation,
    'shape': shape,
    'options': stored,
    'optimizer': dbt_nn._name_of_optimizer(options),
    'lost': lost,
    'found': found,
    'iteration': 0 if lost else dbt_nn._iterations_behind(stored, found['iteration'] | int)
  }) %}
{% endmacro %}


{% macro _facts_of_network(relation) -%}
select
  sum(case when role in ('weight', 'bias') then 1 else 0 end) as parameters,
  sum(case when role = 'optimizer_state' then 1 else 0 end) as states,
  count(distinct network_key) as networks,
  max(iteration) as iteration
from {{ relation }}
where role in ('weight', 'bias', 'optimizer_state')
{%- endmacro %}


{# Those that early stopping keeps have the number of the iteration that measured them, which is the first after them. #}
{% macro _iterations_behind(stored, iteration) %}
  {% do return(iteration - 1 if dbt_nn._has_stopped_early(stored) else iteration) %}
{% endmacro %}


{% macro _has_stopped_early(stored) %}
  {% do return(stored.get('early_stopping') != 'false') %}
{% endmacro %}


{#
  An optimizer continues only with its own state, and only from the parameters that the state belongs to. The networks of a fleet that stop
  early have iterations of their own, and store none. '' if it continues.
#}
{% macro _reason_to_begin_anew(stored, found, options) %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set columns = dbt_nn._optimizer(optimizer).parts(0, dbt_nn._constants_of_choice(dbt_nn._optimizer(optimizer).constants,
    options.optimizer)).state %}
  {% if stored.get('optimizer') != optimizer %}
    {% do return("that network was trained by " ~ stored.get('optimizer')) %}
  {% elif dbt_nn._has_stopped_early(stored) and found['networks'] > 1 %}
    {% do return("early stopping kept each of those networks at an iteration of its own") %}
  {% elif found['states'] != found['parameters'] * columns | length %}
    {% do return("that network stores no state") %}
  {% endif %}
  {% do return('') %}
{% endmacro %}


{# The encoding of the network to start from, in the words of learn.sql: its parameters mean nothing with another one. #}
{% macro _encoding_of(warm_start, description) %}
  {% do return({'features': dbt_nn._features_read(warm_start.shape, description), 'target': warm_start.shape.target}) %}
{% endmacro %}


{# The features of a stored network, with the columns of these examples. #}
{% macro _features_read(shape, description) %}
  {% set features = [] %}
  {% for index, feature in shape.sources.items() %}
    {% do features.append(dict(feature, quoted=description.features[index - 1].quoted)) %}
  {% endfor %}
  {% do return(features) %}
{% endmacro %}


{# The options among the rows of a shape, as texts. #}
{% macro _options_in(rows) %}
  {% set stored = {} %}
  {% for row in rows if row['role'] == 'option' %}
    {% do stored.update({row['input_name']: row['output_name']}) %}
  {% endfor %}
  {% do return(stored) %}
{% endmacro %}


{#
  The parameters to start from, and the state of the optimizer where it goes on. With `starts`, a query of network_key and start_key, of
  each network of a fleet those of the network that it starts from; see start_of_part.sql.
#}
{% macro _continued(network, warm_start, starts='') -%}
{%- set state = dbt_nn._optimizer_state(network) | map(attribute='name') | list if warm_start.iteration else [] -%}
with parameters as (
  -- one row per parameter of the network to start from
  select
    {{ 'network_key as start_key,' if starts }}
    layer,
    input,
    output,
    {%- for name in state %}
    max(case when role = 'optimizer_state' and output_name = '{{ name }}' then value end) as {{ name }},
    {%- endfor %}
    max(case when role in ('weight', 'bias') then value end) as value
  from {{ warm_start.relation }}
  where role in ('weight', 'bias', 'optimizer_state')
  group by {{ 'network_key, ' if starts }}layer, input, output
)
{%- if starts %},

starts as (
  {{ starts | indent(2) }}
)
{%- endif %}

select
  cast({{ 'starts.network_key' if starts else "''" }} as {{ dbt.type_string() }}) as network_key,
  cast({{ warm_start.iteration }} as {{ dbt.type_int() }}) as iteration,
  cast(layer as {{ dbt.type_int() }}) as layer,
  cast(input as {{ dbt.type_int() }}) as input,
  cast(output as {{ dbt.type_int() }}) as output,
  value,
  {%- for column in dbt_nn._state_columns(network) %}
  {{ column.name if column.name in state else column.start ~ ' as ' ~ column.name }}{{ ',' if not loop.last }}
  {%- endfor %}
from parameters
{%- if starts %}
inner join starts on parameters.start_key = starts.start_key
{%- endif %}
{%- endmacro %}
