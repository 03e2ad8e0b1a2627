{# What a training loop needs to know, checked before anything is written. #}
{% macro _plan(query, where) %}
  {% set parameters = dbt_nn._marked_relation(query, 'parameters', where) %}
  {% if not parameters %}
    {% do exceptions.raise_compiler_error(
      where ~ ": no stage reads the parameters through {{ dbt_nn.parameters(ref('...')) }}, so there is nothing to iterate"
    ) %}
  {% endif %}
  {% if query.rstrip().endswith(';') %}
    {% do exceptions.raise_compiler_error(where ~ ": the model ends with a semicolon; remove it, because the loop embeds the query") %}
  {% endif %}
  {% do dbt_nn._guard_stages(model, parameters, where) %}
  {% do dbt_nn._warn_of_frozen_reads(query, parameters, where) %}

  {% set options = dbt_nn._resolved_options('loop', config.get('meta', {}), where) %}
  {% do dbt_nn._check_checkpoints(options, where) %}

  {% set network = config.get('meta', {}).get('dbt_nn_network') %}
  {% set examples = dbt_nn._marked_relation(query, 'examples', where) %}
  {# Before the query is tried: for a missing column, the warehouse would raise an error of its own. #}
  {% if network %}
    {% do dbt_nn._check_size(network, where) %}
  {% endif %}
  {% if network and examples %}
    {% do dbt_nn._check_examples(network, examples, where) %}
  {% endif %}
  {% set columns = dbt_nn._checked_columns(parameters, query, where) %}
  {% do dbt_nn._check_start(parameters, network, where) %}
  {% do dbt_nn._check_counts_on(query, where) %}
  {% set names = [] %}
  {% for name, column in columns.items() %}
    {% do names.append(column.quoted) %}
  {% endfor %}
  {% set rows = dbt_nn._rows_of(examples) %}

  {% set form = dbt_nn._loop_form(options.loop, rows.count, where) %}
  {% if form == 'recursive' and dbt_nn._warehouse().recurses_over_arrays %}
    {% do exceptions.raise_compiler_error(
      where ~ ": loop is recursive, which on this warehouse only dbt_nn.train supports; accepted for stage models: stepwise, auto"
    ) %}
  {% endif %}

  {% do return({
    'where': where,
    'parameters': parameters,
    'iteration': query,
    'columns': columns,
    'column_list': names | join(',\n'),
    'options': options,
    'form': form,
    'in_words': dbt_nn._network_in_words(network) if network else 'stages of their own',
    'first_segment': dbt_nn._first_length(form, rows.count, network.parameters if network else 1000),
    'fingerprint': dbt_nn._fingerprint(query, parameters, rows, [parameters] + ([examples] if examples else []))
  }) %}
{% endmacro %}


{# Whether training may be resumed depends on this: the iteration's query, the starting parameters and the examples, rows in any order. #}
{% macro _fingerprint(query, parameters, rows, names) %}
  {% set start = dbt_nn._count_and_hash('select * from ' ~ parameters) %}
  {% do return(local_md5([dbt_nn._without_names(query, names), start.count, start.hash, rows.count, rows.hash] | join('|'))) %}
{% endmacro %}


{# The examples' rows: count and hash. All columns count, because a stage that the user writes may read any of them. #}
{% macro _rows_of(examples) %}
  {% do return(dbt_nn._count_and_hash('select * from ' ~ examples) if examples else {'count': 0, 'hash': ''}) %}
{% endmacro %}


{# An update that returns the iteration it read would be repeated for ever. #}
{% macro _check_counts_on(query, where) %}
  {% set counting = 'select min(iteration), max(iteration) from (\n' ~ query ~ '\n) as one_iteration' %}
  {% set counted = dbt_nn._query(dbt_nn._warehouse().settings ~ counting).rows[0] %}
  {% if counted[0] is not none and (counted[0] != 1 or counted[1] != 1) %}
    {% do exceptions.raise_compiler_error(
      where ~ ": the update must return the iteration that it read, plus 1; from iteration 0 it returns " ~ counted[0]
      ~ (" to " ~ counted[1] if counted[1] != counted[0] else "")
    ) %}
  {% endif %}
{% endmacro %}
