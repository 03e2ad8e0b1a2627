{#
  Where a row's split comes from:
    {column}                                the split that the column says
    {fractions, id}                         fractions of a hash of the id
    {fractions, group, group_type}          of the hash of a group's value, so that a group's rows stay together
    {fractions, id, stratify}               of the hash of the id, with thresholds for each class
    {fractions, by_time, time_type}         the latest rows are held out, with thresholds of the time
    {}                                      every row trains
  By default a column called split, else a hash of the id: 80 % train, 20 % validation. The last two learn thresholds of the rows,
  see learned_split.sql: they are `rule.thresholds` then, [{class, split: that begins there, starts}].
#}
{% macro _split_rule(columns, options, roles) %}
  {% set split = dbt_nn._column_named(columns, 'split') %}
  {% set usual = {'train': 0.8, 'validation': 0.2} %}
  {% if roles.split %}
    {% do return({'column': roles.split.name}) %}
  {% elif options.split is mapping %}
    {% set asked = options.split if dbt_nn._has_fractions(options.split) else usual %}
    {% set fractions = {'train': asked.get('train', 0), 'validation': asked.get('validation', 0)} %}
    {% if roles.group %}
      {% do return({'fractions': fractions, 'group': roles.group.name, 'group_type': roles.group.type}) %}
    {% elif roles.by_time %}
      {% do return({'fractions': fractions, 'by_time': roles.by_time.name, 'time_type': roles.by_time.type}) %}
    {% elif options.split.get('stratify') %}
      {% do return({'fractions': fractions, 'id': roles.example_id.name, 'stratify': true}) %}
    {% endif %}
    {% do return({'fractions': fractions, 'id': roles.example_id.name}) %}
  {% elif split %}
    {% do return({'column': split.name}) %}
  {% elif roles.example_id %}
    {% do return({'fractions': usual, 'id': roles.example_id.name}) %}
  {% endif %}
  {% do return({}) %}
{% endmacro %}


{# Whether any share is given, or only how the rows are put into splits. #}
{% macro _has_fractions(split) %}
  {% do return('train' in split or 'validation' in split or 'test' in split) %}
{% endmacro %}


{# The columns of the examples that a rule reads. #}
{% macro _columns_of_split(rule, label) %}
  {% do return(
    [rule.get('column'), rule.get('id'), rule.get('group'), rule.get('by_time'), label if rule.get('stratify') else none] | select | list
  ) %}
{% endmacro %}


{# Whether the rule has thresholds that are learned of the rows. #}
{% macro _learns_thresholds(rule) %}
  {% do return((rule.get('by_time') or rule.get('stratify') or false) and true) %}
{% endmacro %}


{# The splits after train that have a share, each with the share of the rows before it. #}
{% macro _splits_to_start(fractions) %}
  {% set known = (fractions.train + fractions.validation) | round(9) %}
  {% set starts = [] %}
  {% if fractions.validation > 0 %}
    {% do starts.append({'split': 'validation', 'before': fractions.train}) %}
  {% endif %}
  {% if known < 1 %}
    {% do starts.append({'split': 'test', 'before': known}) %}
  {% endif %}
  {% do return(starts) %}
{% endmacro %}


{# What is wrong with a dict of split, as far as options and columns tell. #}
{% macro _split_problems(options, roles) %}
  {% set split = options.split %}
  {% set problems = [] %}
  {% set learns = split is mapping and (split.get('by_time') or split.get('stratify')) %}
  {% if options.refresh_split and not learns %}
    {% do problems.append("refresh_split is true, but split has no learned thresholds; accepted with by_time or stratify in split") %}
  {% endif %}
  {% if split is not mapping %}
    {% do return(problems) %}
  {% endif %}
  {% set ways = [] %}
  {% for name in ['stratify', 'by_time', 'group'] if split.get(name) %}
    {% do ways.append(name) %}
  {% endfor %}
  {% if ways | length > 1 %}
    {% do problems.append("split has " ~ ways | join(' and ') ~ ", which cannot be combined: " ~ dbt_nn._reason_against(ways)
      ~ "; keep one of them") %}
  {% elif not split.get('by_time') and not split.get('group') and not options.example_id %}
    {% do problems.append("split is given as fractions, which requires example_id: rows are assigned to splits by a hash of it") %}
  {% endif %}
  {% if learns and dbt_nn._has_fractions(split) and split.get('train', 0) > 0.999999 %}
    {% do problems.append("split has " ~ ways[0] ~ ", but no share of validation or test rows; accepted: at least one share above 0") %}
  {% endif %}
  {% for role in ['group', 'by_time'] if roles[role] %}
    {% for other in ['label', 'example_id'] if role == 'by_time' or other == 'label' %}
      {% if roles[other] and roles[other].name == roles[role].name %}
        {% do problems.append("split " ~ role ~ " " ~ roles[role].name ~ " is also the " ~ other ~ "; choose another column") %}
      {% endif %}
    {% endfor %}
  {% endfor %}
  {% if roles.by_time and not dbt_nn._is_time(roles.by_time.type) %}
    {% do problems.append("split by_time " ~ roles.by_time.name ~ " is " ~ roles.by_time.type
      ~ "; accepted: a date, a timestamp or a number") %}
  {% endif %}
  {% do return(problems + (dbt_nn._id_problems(dbt_nn._with_kind(roles.group), 'split group') if roles.group else [])) %}
{% endmacro %}


{% macro _reason_against(ways) %}
  {% if 'group' not in ways %}
    {% do return("a row of the training time would be held out for its class") %}
  {% elif 'by_time' not in ways %}
    {% do return("rows of one group may have different classes") %}
  {% endif %}
  {% do return("rows of one group may be before and after a point in time") %}
{% endmacro %}


{% macro _is_time(type) %}
  {% do return(dbt_nn._is_moment(type) or dbt_nn._kind_of_type(type) in ['integer', 'number']) %}
{% endmacro %}
