{#
  The metric of the candidate and of the standing network on the same rows: those of the split by the candidate's rule that the standing
  network was not trained on by its own rule. Each network is measured in a separate statement. {split, rows, candidate, standing,
  incomparable}
#}
{% macro _measured_networks(prepared, promotion, candidate) %}
  {% set shape = dbt_nn._shape_from_rows(dbt_nn._query(dbt_nn._shape_rows(candidate)).rows, candidate) %}
  {% set standing = none %}
  {% set incomparable = '' %}
  {% if prepared.standing.facts %}
    {% set stands = prepared.standing.relation %}
    {% set standing = dbt_nn._shape_from_rows(dbt_nn._query(dbt_nn._shape_rows(stands)).rows, stands) %}
    {% set incomparable = dbt_nn._incomparable(shape, standing, prepared.columns) %}
    {% if not incomparable and promotion.metric == 'coverage' and not standing.has_interval %}
      {% set incomparable = 'the standing network has no interval' %}
    {% endif %}
  {% endif %}
  {% set is_new = dbt_nn._is_held_out(standing, prepared) if standing and not incomparable else '1 = 0' %}
  {% set is_answered = '' %}
  {% if shape.fleet and shape.fleet.group_by and shape.fleet.unknown != 'all' %}
    {% set is_answered = ' and ' ~ dbt_nn._is_of_answering_group(dbt_nn._group_of_example(shape, prepared.columns), candidate) %}
  {% endif %}
  {% set counts = {} %}
  {% for row in dbt_nn._query(dbt_nn._rows_to_judge(shape, prepared, is_new, is_answered)).rows %}
    {% do counts.update({row[0]: {'rows': row[1] | int, 'comparable': row[2] | int}}) %}
  {% endfor %}
  {% set split = promotion.split or ('test' if 'test' in counts else 'validation') %}
  {% if split not in counts %}
    {% do dbt_nn._raise_problems(prepared.where, ["promote: split " ~ split ~ " has no rows with a label"]) %}
  {% endif %}
  {% set count = counts[split] %}
  {% if standing and not incomparable and count.comparable < 30 %}
    {% set incomparable = dbt_nn._with_commas(count.comparable) ~ ' of them were not used to train the standing network, and 30 are needed'
      ~ ' to compare' %}
  {% endif %}
  {% set is_compared = standing and not incomparable %}
  {% set condition = dbt_nn._split_to_judge(shape, prepared.columns) ~ " = '" ~ split ~ "'" ~ is_answered
    ~ (' and ' ~ is_new if is_compared else '') %}
  {% set rows = dbt_nn._labelled_examples(shape, prepared, condition) %}
  {% do return({
    'split': split,
    'rows': count.comparable if is_compared else count.rows,
    'candidate': dbt_nn._metric_of(candidate, shape, rows, prepared, promotion),
    'standing': dbt_nn._metric_of(prepared.standing.relation, standing, rows, prepared, promotion) if is_compared else none,
    'incomparable': incomparable
  }) %}
{% endmacro %}


{# When a row was not trained on. A row whose split is not known may have been. #}
{% macro _is_held_out(shape, prepared) -%}
  {%- do return(dbt_nn._split_to_judge(shape, prepared.columns) ~ " in ('validation', 'test')") -%}
{%- endmacro %}


{# With folds, a row that trained is answered by the network that has not seen it; of time, those before all folds are not. #}
{% macro _split_to_judge(shape, columns) -%}
  {%- set split = dbt_nn._split_to_predict(shape, columns) -%}
  {%- if not shape.fleet or not shape.fleet.folds -%}
    {%- do return(split) -%}
  {%- endif -%}
  {%- set is_held = ' and ' ~ dbt_nn._fold_of_example(shape, columns) ~ ' > 0' if shape.fleet.fold_by.way == 'time' else '' -%}
  {%- do return("case when " ~ split ~ " = 'train'" ~ is_held ~ " then 'validation' else " ~ split ~ " end") -%}
{%- endmacro %}


{# The examples with a label that the candidate knows, as something to select from. #}
{% macro _labelled_examples(shape, prepared, condition) -%}
{%- set label = prepared.description.label -%}
(
  select *
  from (

{{ prepared.query }}

  ) as examples
  where {{ dbt_nn._has_label(label) }}
    {%- if shape.classes %}
    and {{ dbt_nn._is_known_class(shape.classes, dbt_nn._text_of_label(label)) }}
    {%- endif %}
    and {{ condition }}
) as rows_to_judge
{%- endmacro %}


{# How many rows each held-out split has, and how many of them the standing network was not trained on. #}
{% macro _rows_to_judge(shape, prepared, is_new, is_answered) -%}
{%- set split = dbt_nn._split_to_judge(shape, prepared.columns) -%}
select
  {{ split }} as split,
  count(*) as row_count,
  sum(case when {{ is_new }} then 1 else 0 end) as comparable_rows
from {{ dbt_nn._labelled_examples(shape, prepared, split ~ " in ('validation', 'test')" ~ is_answered) }}
group by 1
{%- endmacro %}


{# The metric of one network's predictions; none where it is not finite. #}
{% macro _metric_of(relation, shape, rows, prepared, promotion) %}
  {% do return(dbt_nn._metric_by_group(relation, shape, rows, prepared.columns, prepared, promotion, is_grouped=false).get('')) %}
{% endmacro %}


{#
  The metric by the column dbt_nn_group of the rows, or with the key '' of all rows: {group: number, none where it is not finite}. Rows that
  no network of a fleet answers do not count.
#}
{% macro _metric_by_group(relation, shape, rows, columns, prepared, promotion, is_grouped=true) %}
  {% set predictions = '(\n\n' ~ dbt_nn._predictions(shape, relation, rows, columns=columns) ~ '\n\n) as predictions' %}
  {% if shape.fleet %}
    {% set answer = 'predicted_label' if shape.classes else 'predicted_value' %}
    {% set predictions = '(\nselect * from ' ~ predictions ~ '\nwhere ' ~ answer ~ ' is not null\n) as answered' %}
  {% endif %}
  {% set evaluation = dbt_nn._evaluation_of_metric(prepared.where ~ ": promote", {
    'predictions': predictions,
    'label': prepared.description.label.name,
    'metrics': [promotion.metric],
    'positive_class': promotion.positive_class,
    'classes': shape.classes or none,
    'by': ['dbt_nn_group'] if is_grouped else []
  }) %}
  {% set values = {} %}
  {% for row in dbt_nn._query(
    'select ' ~ ('dbt_nn_group' if is_grouped else "''") ~ ' as group_key, ' ~ dbt_nn._double_text(promotion.metric)
    ~ ' as value_text\nfrom ' ~ evaluation
  ).rows %}
    {% set number = row[1] | float if row[1] is not none else none %}
    {% do values.update({row[0] or '': number if number is not none and number > -1e308 and number < 1e308 else none}) %}
  {% endfor %}
  {% do return(values) %}
{% endmacro %}


{# The one metric of `given`, to select from, as evaluate has it. #}
{% macro _evaluation_of_metric(where, given) %}
  {% set read = dbt_nn._predictions_read(where, given, dbt_nn._sources_read(given.metrics, given.positive_class), []) %}
  {% do return('(\n\n' ~ dbt_nn._evaluation(read, given.metrics) ~ '\n\n) as evaluation') %}
{% endmacro %}
