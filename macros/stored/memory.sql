{#
  The trainings that a network remembers, in rows of the role `training`: `iteration` counts the trainings, `input_name` is the fact,
  `output_name` its text and `value` its number. They are copied from network to network. Beside the columns of `dbt_nn.trainings`, a
  training has
    given_options, rows_mark, capped   what it was asked for, see training_marks.sql
  and these, which are not copied:
    network_version   the number of the training whose network this is
    made_by           the model whose network this is; of a network that version 0.1.0 trained, with the number 0
#}
{% macro _facts_of_trainings() %}
  {% do return({
    'trained_at': 'timestamp', 'reason': 'text', 'outcome': 'text', 'outcome_reason': 'text', 'version': 'text', 'dbt_version': 'text',
    'invocation_id': 'text', 'train_rows': 'integer', 'validation_rows': 'integer', 'test_rows': 'integer', 'iterations': 'integer',
    'kept_iteration': 'integer', 'train_loss': 'number', 'validation_loss': 'number', 'metric': 'text', 'candidate_value': 'number',
    'standing_value': 'number', 'seconds': 'number'
  }) %}
{% endmacro %}


{# What is known of a training only when its network was judged. #}
{% macro _facts_of_outcomes() %}
  {% do return(['outcome', 'outcome_reason', 'metric', 'candidate_value', 'standing_value']) %}
{% endmacro %}


{# Rows of facts {name: value}: numbers as numbers, everything else as text; none is left out. #}
{% macro _training_rows(training, facts) %}
  {% set rows = [] %}
  {% for name, value in facts.items() if value is not none %}
    {% set is_number = value is number %}
    {% do rows.append(dbt_nn._network_row(
      'training', iteration=training, input_name=dbt_nn._literal(name),
      output_name='null' if is_number else dbt_nn._literal(value), value=dbt_nn._number(value) if is_number else 'null'
    )) %}
  {% endfor %}
  {% do return(rows) %}
{% endmacro %}


{# What is known of a training when its parameters are: CTEs of the network's result give it. #}
{% macro _kept_rows(training) -%}
select
  '' as network_key, 'training' as role, {{ training }} as iteration, null as layer, null as input, 'kept_iteration' as input_name,
  null as output, null as output_name, max(kept_iteration) as value
from parameters
{%- for loss in ['train_loss', 'validation_loss'] %}

union all

select '', 'training', {{ training }}, null, null, '{{ loss }}', null, null, max({{ loss }})
from history
where iteration = (select max(kept_iteration) from parameters)
{%- endfor %}
{%- endmacro %}


{# The columns of a network, in order. #}
{% macro _network_columns() -%}
{{ dbt_nn._network_types() | join(', ') }}
{%- endmacro %}


{# The memory of the standing network, and of the candidate the trainings that the standing one does not have; '' where there is none. #}
{% macro _memory_rows(memory) %}
  {% set is_remembered = "role = 'training' and not " ~ dbt_nn._is_own_fact() %}
  {% set queries = [] %}
  {% for relation in memory.relations %}
    {% set others = [] %}
    {% for earlier in memory.relations[:loop.index0] %}
      {% do others.append(' and iteration not in (select iteration from ' ~ earlier ~ " where role = 'training')") %}
    {% endfor %}
    {% do queries.append(
      'select ' ~ dbt_nn._network_columns() ~ '\nfrom ' ~ relation ~ '\nwhere ' ~ is_remembered ~ others | join
    ) %}
  {% endfor %}
  {% do return(queries) %}
{% endmacro %}


{# What a network knows of itself alone. #}
{% macro _is_own_fact() -%}
  {%- do return("(role = 'training' and input_name in ('network_version', 'made_by'))") -%}
{%- endmacro %}


{#
  What some networks remember together: {relations, last: the number of their last training or 0, trained_at: when it was, or ''}.
#}
{% macro _memory_of(relations) %}
  {% set queries = [] %}
  {% for relation in relations %}
    {% do queries.append('select iteration, input_name, output_name from ' ~ relation ~ " where role = 'training'") %}
  {% endfor %}
  {% if not queries %}
    {% do return({'relations': [], 'last': 0, 'trained_at': ''}) %}
  {% endif %}
  {% set found = dbt_nn._query(
    "select max(iteration) as last_training, max(case when input_name = 'trained_at' then output_name end) as trained_at\nfrom (\n"
    ~ queries | join('\nunion all\n') ~ '\n) as memory'
  ).rows[0] %}
  {% do return({'relations': relations, 'last': found[0] or 0, 'trained_at': found[1] or ''}) %}
{% endmacro %}


{# One row per training. #}
{% macro _trainings(network) -%}
select
  cast(iteration as {{ dbt.type_int() }}) as training,
  {%- for name, kind in dbt_nn._facts_of_trainings().items() %}
  {{ dbt_nn._fact_of_training(name, kind) }} as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ network }}
where role = 'training' and iteration > 0
group by iteration
{%- endmacro %}


{% macro _fact_of_training(name, kind) -%}
  {%- set source = 'value' if kind in ['integer', 'number'] else 'output_name' -%}
  {%- set fact = "max(case when input_name = '" ~ name ~ "' then " ~ source ~ ' end)' -%}
  {%- if kind == 'timestamp' -%}
    {%- do return('cast(' ~ fact ~ ' as ' ~ dbt.type_timestamp() ~ ')') -%}
  {%- elif kind == 'integer' -%}
    {%- do return('cast(' ~ fact ~ ' as ' ~ dbt_nn._warehouse().bigint_type ~ ')') -%}
  {%- endif -%}
  {%- do return(fact) -%}
{%- endmacro %}
