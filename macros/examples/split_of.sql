{#
  train, validation or test: from a column, from a hash, from a time, or train for every row; null where what it comes from is missing.
    id      the text that is hashed, as _id_text gives it: of the id, or of the group; without it the plain cast of the id
    label   the text of the class, of a stratified split
    time    the number of the time, see _time_number
#}
{% macro _split_of(rule, id='', label='', time='') -%}
  {%- if rule.get('column') -%}
    {%- do return('cast(' ~ dbt_nn._quoted(rule.column) ~ ' as ' ~ dbt.type_string() ~ ')') -%}
  {%- elif (rule.get('by_time') or rule.get('stratify')) and not rule.get('thresholds') -%}
    {#- There is no row with a label. -#}
    {%- do return('cast(null as ' ~ dbt.type_string() ~ ')') -%}
  {%- elif rule.get('by_time') -%}
    {%- do return(dbt_nn._split_between(time, dbt_nn._starts_of(rule, ''))) -%}
  {%- elif rule.get('stratify') -%}
    {%- do return(dbt_nn._split_between(dbt_nn._drawn(id), dbt_nn._starts_of(rule, label))) -%}
  {%- elif rule.get('fractions') -%}
    {%- set draw = dbt_nn._drawn(id or dbt_nn._id_text(dbt_nn._quoted(rule.id))) -%}
    {#- No branch is left for the rest: the hash of a missing id is null, and so is its split. -#}
    {%- set train = dbt_nn._number(rule.fractions.train) -%}
    {%- set known = (rule.fractions.train + rule.fractions.validation) | round(9) -%}
    {%- set branches = ['when ' ~ draw ~ ' < ' ~ train ~ " then 'train'"] -%}
    {%- if known >= 1 -%}
      {%- do branches.append('when ' ~ draw ~ ' >= ' ~ train ~ " then 'validation'") -%}
    {%- else -%}
      {%- do branches.append('when ' ~ draw ~ ' < ' ~ dbt_nn._number(known) ~ " then 'validation'") -%}
      {%- do branches.append('when ' ~ draw ~ ' >= ' ~ dbt_nn._number(known) ~ " then 'test'") -%}
    {%- endif -%}
    {%- do return('case ' ~ branches | join(' ') ~ ' end') -%}
  {%- endif -%}
  {%- do return("'train'") -%}
{%- endmacro %}


{# The draw of a row, from 0 to 1: the first 32 bits of a digest. #}
{% macro _drawn(id) -%}
  {%- do return(dbt_nn._uniform(dbt_nn._digest(dbt.concat(["'split-'", id])), 1)) -%}
{%- endmacro %}


{# train below the first threshold, then each split from its own on: `starts` is [{split, at: SQL}]. #}
{% macro _split_between(value, starts) -%}
  {%- set branches = ['when ' ~ value ~ ' < ' ~ starts[0].at ~ " then 'train'"] -%}
  {%- for start in starts[1:] -%}
    {%- do branches.append('when ' ~ value ~ ' < ' ~ start.at ~ " then '" ~ starts[loop.index0].split ~ "'") -%}
  {%- endfor -%}
  {%- do branches.append('when ' ~ value ~ ' >= ' ~ starts[-1].at ~ " then '" ~ starts[-1].split ~ "'") -%}
  {%- do return('case ' ~ branches | join(' ') ~ ' end') -%}
{%- endmacro %}


{# Where each split starts: one number, or of a stratified split one for each class. #}
{% macro _starts_of(rule, label) %}
  {% set cases = {} %}
  {% for threshold in rule.thresholds %}
    {% set starts = dbt_nn._number(threshold.starts) %}
    {% do cases.setdefault(threshold.split, []).append(
      'when ' ~ dbt_nn._literal(threshold.class) ~ ' then ' ~ starts if label else starts
    ) %}
  {% endfor %}
  {% set starts = [] %}
  {% for split in ['validation', 'test'] if split in cases %}
    {% do starts.append({'split': split, 'at': 'case ' ~ label ~ ' ' ~ cases[split] | join(' ') ~ ' end' if label else cases[split][0]}) %}
  {% endfor %}
  {% do return(starts) %}
{% endmacro %}


{% macro _split_in_training(description) -%}
  {%- set rule = description.split -%}
  {%- set id = description.group or description.id -%}
  {%- do return(dbt_nn._split_of(
    rule,
    dbt_nn._id_text(id.quoted, id.type) if id is not none else '',
    dbt_nn._text_of_label(description.label) if rule.get('stratify') else '',
    dbt_nn._time_number(description.time.quoted, description.time.type) if description.time is not none else ''
  )) -%}
{%- endmacro %}


{#
  A time as a number that grows with it: of a date or a timestamp the microseconds since 1970 in UTC, of a number itself. Null where it is
  missing, infinite or NaN.
#}
{% macro _time_number(expression, type) -%}
  {%- if dbt_nn._is_moment(type) -%}
    {%- do return(dbt_nn._to_double(dbt_nn._microseconds(expression, type))) -%}
  {%- endif -%}
  {%- do return(dbt_nn._raw({'quoted': expression, 'kind': 'number'})) -%}
{%- endmacro %}
