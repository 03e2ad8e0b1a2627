{#
  The groups that gates test. A group fails if nothing can be evaluated in it: it has no row with a label, or rows with a label have no
  prediction. So groups are those of the tested relation, not those that an evaluation has.
#}
{% macro _groups_found(read, missing) -%}
{%- if not read.is_known -%}
{{ dbt_nn._no_rows(read, dbt_nn._columns_of_types(['rows_to_judge', 'lost_answers'], [])) }}
{%- else -%}
{%- set number = dbt_nn._to_double(read.label) -%}
{%- set has_label = dbt_nn._is_finite(number) if read.task == 'regression' else read.label ~ ' is not null' -%}
{%- set has_weight = ' and ' ~ dbt_nn._to_double(read.weight) ~ ' > 0' if read.weight else '' -%}
select
  {%- for column in read.by %}
  {{ column.quoted }},
  {%- endfor %}
  coalesce(sum(case when {{ has_label }}{{ has_weight }} then 1 else 0 end), 0) as rows_to_judge,
  coalesce(sum(
    -- one case in the other: a row without a label has no class, whose probability would be read
    case when {{ has_label }} then case when ({{ missing | indent(4) }}){{ has_weight }} then 1 else 0 end else 0 end
  ), 0) as lost_answers
from {{ read.relation }}
{{- dbt_nn._group_by(read.by | map(attribute='quoted') | list) }}
{%- endif -%}
{%- endmacro %}


{# When a row has no answer that the metric can judge. #}
{% macro _has_no_answer(read, metric) -%}
  {%- set reads = dbt_nn._metric_named(metric).reads -%}
  {%- if not read.is_known -%}
    {%- do return('1 = 0') -%}
  {%- elif reads in ['numbers', 'median'] -%}
    {%- do return('not ' ~ dbt_nn._is_finite(dbt_nn._to_double('predicted_value'))) -%}
  {%- elif reads == 'intervals' -%}
    {%- do return('not ' ~ dbt_nn._is_finite(dbt_nn._to_double('predicted_low') ~ ' + ' ~ dbt_nn._to_double('predicted_high'))) -%}
  {%- elif reads == 'labels' -%}
    {%- do return(read.columns['predicted_label'].quoted ~ ' is null') -%}
  {%- elif metric == 'log_loss' -%}
    {%- do return('not ' ~ dbt_nn._is_finite(dbt_nn._own_probability(read))) -%}
  {%- endif -%}
  {%- set lost = [] -%}
  {%- set is_of_one = read.positive and (reads == 'ranks' or metric == 'brier_score') -%}
  {%- for class in ([read.positive] if is_of_one else read.classes) -%}
    {%- do lost.append('not ' ~ dbt_nn._is_finite(dbt_nn._to_double(class.column))) -%}
  {%- endfor -%}
  {%- do return(lost | join('\nor ')) -%}
{%- endmacro %}


{# What is missing where an answer is. #}
{% macro _answer_of(metric) %}
  {% set answers = {'labels': 'predicted_label', 'numbers': 'predicted_value', 'median': 'predicted_value', 'intervals': 'interval'} %}
  {% do return(answers.get(dbt_nn._metric_named(metric).reads, 'probability')) %}
{% endmacro %}


{# A relation's rows with the groups' columns as text, then doubles and counts: as `values` say, else null and 0. #}
{% macro _values_of_groups(read, relation, values, doubles, counts) -%}
select
  {%- for column in dbt_nn._group_columns(read) %}
  {{ column }},
  {%- endfor %}
  {%- for name in doubles %}
  {{ values.get(name, 'cast(null as ' ~ dbt_nn._warehouse().double_type ~ ')') }} as {{ name }},
  {%- endfor %}
  {%- for name in counts %}
  {{ values.get(name, '0') }} as {{ name }},
  {%- endfor %}
  0 as is_nothing
from {{ relation }}
{%- endmacro %}


{# Where there are groups, no rows would be no group, and nothing could fail: then there is one row, with no examples. #}
{% macro _or_nothing(read, relation, doubles, counts) -%}
{%- if read.by %}
union all
select
  {%- for column in read.by %}
  cast(null as {{ dbt.type_string() }}) as {{ column.quoted }},
  {%- endfor %}
  {%- for name in doubles %}
  cast(null as {{ dbt_nn._warehouse().double_type }}) as {{ name }},
  {%- endfor %}
  {%- for name in counts %}
  0 as {{ name }},
  {%- endfor %}
  1 as is_nothing
from (select count(*) as groups_found from {{ relation }}) as counted_groups
where groups_found = 0
{%- endif %}
{%- endmacro %}


{# The rows of a group put together: each value comes from one of them. #}
{% macro _together(read, relation, doubles, counts) -%}
select
  {%- for column in read.by %}
  {{ column.quoted }},
  {%- endfor %}
  {%- for name in doubles %}
  max({{ name }}) as {{ name }},
  {%- endfor %}
  {%- for name in counts %}
  sum({{ name }}) as {{ name }},
  {%- endfor %}
  max(is_nothing) as is_nothing
from {{ relation }}
{{- dbt_nn._group_by(read.by | map(attribute='quoted') | list) }}
{%- endmacro %}


{# The columns that a gate's query has itself, which no group may have. #}
{% macro _columns_of_gate(further) %}
  {% do return(['examples', 'metric', 'metric_value', 'message', 'rows_to_judge', 'lost_answers', 'is_nothing'] + further) %}
{% endmacro %}


{# `395 of 400 rows have no probability` #}
{% macro _lost_message(what, answer, read, lost='lost_answers', rows='rows_to_judge') -%}
  {%- do return(dbt_nn._message([
    dbt_nn._literal(what ~ ' cannot be computed: '), dbt_nn._as_text(lost), dbt_nn._literal(' of '), dbt_nn._as_text(rows),
    dbt_nn._literal(' rows have no ' ~ answer)
  ], read)) -%}
{%- endmacro %}


{# No rows at all have no group to be named. #}
{% macro _nothing_message(what, read) -%}
  {%- set text = dbt_nn._literal(what ~ ' cannot be computed: there are no rows to evaluate') -%}
  {%- do return('case when is_nothing = 1 then ' ~ text ~ ' else ' ~ dbt_nn._message([text], read) ~ ' end') -%}
{%- endmacro %}
