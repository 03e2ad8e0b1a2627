{#
  The thresholds of a split by time or by class, learned once of the rows with a label: [{class, split, starts}], `starts` as text.
  `known` are those of the network that is retrained: they are kept, so that no row changes sides, and only a new class gets thresholds.
    by time    the split starts at the time that is nearest to its share of the rows; rows of one time stay together
    stratified the split starts at the draw of the first row after its share of the class; every split gets a row at least
#}
{% macro _learned_thresholds(description, options, query, known, where) %}
  {% set starts = dbt_nn._splits_to_start(description.split.fractions) %}
  {% if description.split.get('by_time') %}
    {% do dbt_nn._check_times(description, query, starts | length + 1, known, where) %}
    {% do return(known or dbt_nn._thresholds_of_time(description, query, starts, where)) %}
  {% endif %}
  {% do return(known + dbt_nn._thresholds_of_classes(description, options, query, starts, known, where)) %}
{% endmacro %}


{# Every row with a label has a time, and there are as many different ones as splits. #}
{% macro _check_times(description, query, splits, known, where) %}
  {% set found = dbt_nn._query(dbt_nn._time_facts(description, query)).rows[0] %}
  {% set what = where ~ ": split by_time " ~ description.time.name %}
  {% if found[1] < found[0] %}
    {% do exceptions.raise_compiler_error(what ~ " is null" ~ (" or infinite" if dbt_nn._is_moment(description.time.type)
      else ", NaN or infinite") ~ " in " ~ dbt_nn._counted(found[0] - found[1], 'row')
      ~ " with a label; fill it or exclude the rows") %}
  {% elif found[2] < splits and not known and found[0] %}
    {% do exceptions.raise_compiler_error(what ~ " has " ~ dbt_nn._counted(found[2], 'value', 'distinct ')
      ~ " in the rows with a label, and " ~ splits ~ " splits need at least " ~ splits) %}
  {% endif %}
{% endmacro %}


{# 1 row, 12 rows #}
{% macro _timed_rows(description, query) -%}
select {{ dbt_nn._time_number(description.time.quoted, description.time.type) }} as split_time, {{ description.time.quoted }} as written
from (

{{ query }}

) as examples
where {{ dbt_nn._has_label(description.label) }}
{%- endmacro %}


{% macro _time_facts(description, query) -%}
select count(*) as row_count, count(split_time) as present, count(distinct split_time) as different
from (

{{ dbt_nn._timed_rows(description, query) }}

) as timed
{%- endmacro %}


{% macro _thresholds_of_time(description, query, starts, where) %}
  {% set thresholds = [] %}
  {% set told = [] %}
  {% for start in starts %}
    {% set after = thresholds[-1].starts if thresholds else none %}
    {% for row in dbt_nn._query(dbt_nn._time_nearest_to(description, query, start.before, starts | length - loop.index0, after)).rows %}
      {% do thresholds.append({'class': '', 'split': start.split, 'starts': row['starts'] | string}) %}
      {% do told.append(start.split ~ ' from ' ~ row['written'] ~ ' on') %}
    {% endfor %}
  {% endfor %}
  {% do log(where ~ ": splitting by " ~ description.time.name ~ ": " ~ told | join(', '), info=true) if thresholds %}
  {% do return(thresholds) %}
{% endmacro %}


{# The time with a share of the rows before it; it leaves a time for each of the later splits. #}
{% macro _time_nearest_to(description, query, share, splits_left, after) -%}
with timed as (

{{ dbt_nn._timed_rows(description, query) }}

),

counted as (
  select
    split_time,
    {{ dbt_nn._to_double('count(*)') }} as row_count,
    min(cast(written as {{ dbt.type_string() }})) as written
  from timed
  group by split_time
),

placed as (
  select
    split_time,
    written,
    sum(row_count) over (order by split_time rows between unbounded preceding and current row) - row_count as rows_before,
    sum(row_count) over () as all_rows,
    row_number() over (order by split_time desc) as from_the_end
  from counted
)

select {{ dbt_nn._double_text('split_time') }} as starts, written
from placed
where rows_before > 0
  and from_the_end >= {{ splits_left }}
  {%- if after is not none %}
  and split_time > {{ dbt_nn._number(after) }}
  {%- endif %}
order by abs(rows_before - {{ dbt_nn._number(share) }} * all_rows), split_time
limit 1
{%- endmacro %}
