{#
  To `ordered`, a row per feature that has numbers: how well they order the classes. Classes are put in the order of their mean rank, and
  each is compared with the next: |2 AUC - 1|, 0 for numbers drawn alike, 1 where a threshold tells them apart. Of more than two classes
  the smallest counts, because all of them are distinguished then. Classes of one row are not compared, and fewer than 100 pairs of rows are
  not enough.
#}
{% macro _ordered_classes() -%}
{{ dbt_nn._classes_in_order() }},

sides as (
  -- a class is the lower one of its own pair, the upper one of the pair before
  select
    class_numbers.feature,
    number,
    place as pair,
    class_numbers.rows_found as lower_rows,
    {{ dbt_nn._number(0) }} as upper_rows
  from class_numbers
  inner join class_places on class_numbers.feature = class_places.feature and class_numbers.label = class_places.label
  union all
  select
    class_numbers.feature,
    number,
    place - 1 as pair,
    {{ dbt_nn._number(0) }} as lower_rows,
    class_numbers.rows_found as upper_rows
  from class_numbers
  inner join class_places on class_numbers.feature = class_places.feature and class_numbers.label = class_places.label
),

pair_numbers as (
  select
    feature,
    pair,
    number,
    sum(lower_rows) as lower_rows,
    sum(upper_rows) as upper_rows
  from sides
  group by feature, pair, number
),

cumulated as (
  select
    *,
    sum(lower_rows) over (
      partition by feature, pair
      order by number
      rows between unbounded preceding and current row
    ) as lower_up_to
  from pair_numbers
),

areas as (
  select
    feature,
    sum(lower_rows) * sum(upper_rows) as pairs_of_rows,
    abs(2 * sum(upper_rows * (lower_up_to - 0.5 * lower_rows)) / nullif(sum(lower_rows) * sum(upper_rows), 0) - 1) as separation
  from cumulated
  group by feature, pair
),

ordered as (
  select
    feature,
    min(separation) as order_value,
    case when sum(pairs_of_rows) >= 100 then 1 else 0 end as is_enough
  from areas
  where pairs_of_rows > 0
  group by feature
)
{%- endmacro %}


{# The rows of every feature, number and class, and the classes' places by their mean rank. #}
{% macro _classes_in_order() -%}
class_numbers as (
  select
    feature,
    number,
    label,
    {{ dbt_nn._to_double('count(*)') }} as rows_found
  from placed
  where number is not null
  group by feature, number, label
),

class_ranks as (
  select
    feature,
    label,
    count(*) as rows_found,
    avg({{ dbt_nn._to_double('rows_up_to - rows_down_to') }}) as mean_rank
  from placed
  where number is not null
  group by feature, label
),

class_places as (
  select
    feature,
    label,
    row_number() over (partition by feature order by mean_rank, label) as place
  from class_ranks
  where rows_found > 1
)
{%- endmacro %}


{#
  To `ordered`, a row per feature that has numbers: the square of Spearman's rank correlation with the label, the correlation of the ranks,
  equal values at the middle of theirs. Ranks are those among the rows that have the feature; fewer than 10 are not enough.
#}
{% macro _ordered_numbers() -%}
ranked as (
  select
    feature,
    {{ dbt_nn._to_double('rows_up_to - rows_down_to') }} as number_rank,
    {{ dbt_nn._to_double(
      'count(*) over (partition by feature order by label) - count(*) over (partition by feature order by label desc)'
    ) }} as label_rank
  from placed
  where number is not null
),

ordered as (
  select
    feature,
    -- 1 to the last digit, and not above; a feature or a label of one value has no order
    case
      when sum(number_rank * number_rank) > 0 and sum(label_rank * label_rank) > 0 then least(
        sum(number_rank * label_rank) / sum(number_rank * number_rank) * (sum(number_rank * label_rank) / sum(label_rank * label_rank)),
        {{ dbt_nn._number(1) }}
      )
    end as order_value,
    case when count(*) >= 10 then 1 else 0 end as is_enough
  from ranked
  group by feature
)
{%- endmacro %}
