{#
  Where the networks of a fleet start from, with warm_start: all from one network, or each from that of its rows in a fleet of the same
  groups and folds. What has no network there starts from scratch.
#}
{# Whether each network starts from its own. #}
{% macro _starts_by_member(warm_start) %}
  {% do return(warm_start is not none and warm_start.shape.fleet and warm_start.shape.fleet.has_keys) %}
{% endmacro %}


{# What is wrong with the networks of a relation to start from: raises. #}
{% macro _check_networks_to_start_from(shape, networks, options, what) %}
  {% set fleet = shape.fleet %}
  {% set here = [options.group_by | map('lower') | list, options.folds] %}
  {% set there = [fleet.group_by | map(attribute='name') | map('lower') | list, fleet.folds] if fleet else [[], 0] %}
  {% if not fleet and networks != 1 %}
    {% do exceptions.raise_compiler_error(what ~ ", which contains " ~ networks ~ " networks; accepted: a network of dbt_nn.train") %}
  {% elif not dbt_nn._is_fleet(options) and (networks != 1 or (fleet and fleet.has_keys)) %}
    {% do exceptions.raise_compiler_error(what ~ ", a fleet of " ~ networks ~ " networks; accepted: one network") %}
  {% elif fleet and fleet.has_keys and here != there %}
    {% do exceptions.raise_compiler_error(what ~ ", a fleet with " ~ dbt_nn._keys_in_words(there) ~ ", but this one has "
      ~ dbt_nn._keys_in_words(here) ~ "; accepted: one network, or a fleet of the same groups and folds") %}
  {% endif %}
{% endmacro %}


{# group_by: ['country'], folds: 5 #}
{% macro _keys_in_words(keys) %}
  {% do return("group_by: " ~ dbt_nn._shown(keys[0]) ~ ", folds: " ~ keys[1]) %}
{% endmacro %}


{# row_key, and the start_key of the network that it starts from; of restarts that answer together that of the same number. #}
{% macro _start_keys(warm_start, restart) -%}
{%- set place = "case when restart = " ~ restart ~ " then 0 else 1 end, " if restart else "" -%}
select row_key, network_key as start_key
from (
  select
    row_key,
    network_key,
    row_number() over (partition by row_key order by {{ place }}coalesce(restart, 0)) as place
  from (
    select
      network_key,
      max(case when input_name = 'answers' then coalesce(output_name, '') end) as row_key,
      max(case when input_name = 'restart' then value end) as restart
    from {{ warm_start.relation }}
    where role = 'member'
    group by network_key
  ) as members
  where row_key is not null
) as answering
where place = 1
{%- endmacro %}


{# The constants of the networks to start from, by row_key; their names begin with start_. #}
{% macro _constants_of_starts(network, warm_start) -%}
{%- set columns = dbt_nn._constant_columns(network) + dbt_nn._constants_of_target(network) -%}
select
  start_keys.row_key,
  {%- for column in columns %}
  {{ column | replace(' as ', ' as start_') }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ warm_start.relation }} as rows_there
inner join (
  {{ dbt_nn._start_keys(warm_start, none) | indent(2) }}
) as start_keys
  on rows_there.network_key = start_keys.start_key
group by start_keys.row_key
{%- endmacro %}


{# How many networks there are to start from, of those that will be trained. #}
{% macro _log_starts(warm_start, members, where) %}
  {% set unstarted = dbt_nn._query(
    "select count(*) from " ~ members ~ " where reason is null and row_key not in (select row_key from (\n"
    ~ dbt_nn._start_keys(warm_start, none) ~ "\n) as start_keys)"
  ).rows[0][0] | int if dbt_nn._starts_by_member(warm_start) else 0 %}
  {% set is_one = unstarted == 1 %}
  {% do log(where ~ ": " ~ dbt_nn._with_commas(unstarted) ~ (" group starts" if is_one else " groups start") ~ " from scratch, because "
    ~ warm_start.relation ~ " has no network for " ~ ("it" if is_one else "them"), info=true) if unstarted %}
{% endmacro %}
