{#
  Encodings that are looked up, category by category:
    frequency   the share of the training rows that have the category
    target      the mean label of the category, drawn to that of all rows as if `smoothing` more rows had it: (sum + smoothing * mean) /
                (rows + smoothing). A class is 1 where the label is it; of two classes the second, of more an input for each. A training row
                gets the mean of the other folds, a fifth of the rows each by a hash of the id, so that no row meets its own label:
                scikit-learn's TargetEncoder
  Categories of fewer than 5 training rows, new ones and missing values get `prior`: the mean of all rows, or 0. Then the mean is taken off,
  and the result divided by the standard deviation. Rows count by their weight.
    lookups     [{index, inputs: [{k, kind, label: SQL of what is averaged, smoothing}]}], one for each such feature
#}
{% macro _lookups(network) %}
  {% set found = {} %}
  {% for input in network.inputs %}
    {% if input.kind.split(' ')[0] in ['target', 'frequency'] %}
      {% set lookup = found.setdefault(input.feature.index, {'index': input.feature.index, 'name': input.feature.name, 'inputs': []}) %}
      {% do lookup.inputs.append({
        'k': loop.index, 'kind': input.kind.split(' ')[0], 'label': dbt_nn._label_averaged(input.kind, network.classes),
        'smoothing': input.get('smoothing', 0)
      }) %}
    {% endif %}
  {% endfor %}
  {% do return(found.values() | list) %}
{% endmacro %}


{# 1 where a row has the class; the number of a regression. #}
{% macro _label_averaged(kind, classes) -%}
  {%- if not classes -%}{%- do return('raw_target') -%}{%- endif -%}
  {%- set class = kind[10:] if kind.startswith('target of ') else classes[1] -%}
  {%- do return(dbt_nn._indicator('raw_label = ' ~ dbt_nn._literal(class))) -%}
{%- endmacro %}


{# The fold of a training row, 0 to 4; where no label is averaged, there is one. #}
{% macro _fold_of(description) -%}
  {%- set id = description.id -%}
  {%- if not dbt_nn._averages_labels(description) -%}{%- do return('0') -%}{%- endif -%}
  {%- set drawn = dbt_nn._uniform(dbt_nn._digest(dbt.concat(["'fold-'", dbt_nn._id_text(id.quoted, id.type)])), 1) -%}
  {%- do return('cast(floor(5 * ' ~ drawn ~ ') as ' ~ dbt.type_int() ~ ')') -%}
{%- endmacro %}


{% macro _averages_labels(description) %}
  {% do return(dbt_nn._asks_for(description.features, ['target'])) %}
{% endmacro %}


{% macro _asks_for(features, names) %}
  {% for feature in features %}
    {% for encoding in feature.get('encode') or [] if encoding.as in names %}
      {% do return(true) %}
    {% endfor %}
  {% endfor %}
  {% do return(false) %}
{% endmacro %}


{#
  The CTEs from `source` to `looked_up`, its rows with value_<k>; categories_<i> has a row for each category and fold, and of all training
  rows fold -1.
#}
{% macro _looked_up(lookups, is_weighted) -%}
{%- for lookup in lookups %}
{{ dbt_nn._categories_of(lookup, is_weighted) }},

{% endfor -%}
looked_up as (
  select
    source.*
    {%- for lookup in lookups %}
    {%- for input in lookup.inputs %},
    categories_{{ lookup.index }}.value_{{ input.k }}
    {%- endfor %}
    {%- endfor %}
  from source
  {%- for lookup in lookups %}
  {%- set categories = 'categories_' ~ lookup.index %}
  left join {{ categories }}
    on source.raw_{{ lookup.index }} = {{ categories }}.category
    and {{ categories }}.fold = case when source.split = 'train' then source.fold else -1 end
  {%- endfor %}
)
{%- endmacro %}


{% macro _categories_of(lookup, is_weighted) -%}
{%- set i = lookup.index -%}
{%- set weight = 'weight' if is_weighted else dbt_nn._number(1) -%}
counted_{{ i }} as (
  select
    raw_{{ i }} as category,
    fold,
    count(*) as row_count,
    sum({{ weight }}) as weight
    {%- for input in lookup.inputs %},
    sum({{ weight }} * {{ input.label }}) as sum_{{ input.k }}
    {%- endfor %}
  from source
  where split = 'train'
  group by raw_{{ i }}, fold
),

{% for name, column in [('all', 'category'), ('folds', 'fold'), ('total', '')] -%}
{{ name }}_{{ i }} as (
  select
    {%- if column %}
    {{ column }},
    {%- endif %}
    sum(row_count) as row_count,
    sum(weight) as weight
    {%- for input in lookup.inputs %},
    sum(sum_{{ input.k }}) as sum_{{ input.k }}
    {%- endfor %}
  from counted_{{ i }}
  {{- '\n  group by ' ~ column if column }}
),

{% endfor -%}
categories_{{ i }} as (
  select
    whole.category,
    -1 as fold
    {%- for input in lookup.inputs %},
    {%- set sum = 'sum_' ~ input.k %}
    {{ dbt_nn._value_of_category(input, 'whole.' ~ sum, 'whole.weight', 'total.' ~ sum, 'total.weight') }} as value_{{ input.k }}
    {%- endfor %}
  from all_{{ i }} as whole
  cross join total_{{ i }} as total
  where whole.row_count >= {{ dbt_nn._fewest_rows_of_category() }} and whole.category is not null
  union all
  -- without the rows of the fold itself
  select
    counted.category,
    counted.fold
    {%- for input in lookup.inputs %},
    {%- set sum = 'sum_' ~ input.k %}
    {{ dbt_nn._value_of_category(
      input, '(whole.' ~ sum ~ ' - counted.' ~ sum ~ ')', '(whole.weight - counted.weight)', '(total.' ~ sum ~ ' - folds.' ~ sum ~ ')',
      '(total.weight - folds.weight)'
    ) | indent(4) }} as value_{{ input.k }}
    {%- endfor %}
  from counted_{{ i }} as counted
  inner join all_{{ i }} as whole on counted.category = whole.category
  inner join folds_{{ i }} as folds on counted.fold = folds.fold
  cross join total_{{ i }} as total
  where whole.row_count >= {{ dbt_nn._fewest_rows_of_category() }}
)
{%- endmacro %}


{# The smoothed mean of a category, or its share of the rows. #}
{% macro _value_of_category(input, sum, weight, sum_of_all, weight_of_all) -%}
  {%- if input.kind == 'frequency' -%}{%- do return('whole.weight / total.weight') -%}{%- endif -%}
  {%- set smoothing = dbt_nn._number(input.smoothing) -%}
  {%- do return(
    '(' ~ sum ~ ' + ' ~ smoothing ~ ' * ' ~ sum_of_all ~ ' / nullif(' ~ weight_of_all ~ ', 0)) / (' ~ weight ~ ' + ' ~ smoothing ~ ')'
  ) -%}
{%- endmacro %}


{% macro _encoded_lookup(input, raw, k) -%}
  {%- do return('(coalesce(value_' ~ k ~ ', prior_' ~ k ~ ') - center_' ~ k ~ ') / scale_' ~ k) -%}
{%- endmacro %}


{# The value of each category, as rows of the network: role `encoded`, `output` is the input and `output_name` the category. #}
{% macro _rows_of_categories(lookups, is_weighted, source) -%}
select '' as network_key, 'encoded' as role, null as iteration, 0 as layer, input, input_name, output, category as output_name, value
from (
  with source as (

{{ source }}

  ),

  {{ dbt_nn._looked_up(lookups, is_weighted) | indent(2) }}
  {%- for lookup in lookups %}
  {%- set is_last = loop.last %}
  {%- for input in lookup.inputs %}

  select
    {{ lookup.index }} as input, {{ dbt_nn._literal(lookup.name) }} as input_name, {{ input.k }} as output, category,
    value_{{ input.k }} as value
  from categories_{{ lookup.index }}
  where fold = -1
  {{- '\n\n  union all' if not (is_last and loop.last) }}
  {%- endfor %}
  {%- endfor %}
) as categories
{%- endmacro %}
