{#
  The rows of every network of a fleet: a row comes once for each network that it trains, validates or tests. Beside its own columns it has
    row_key        the group and the fold of the network: what tells the rows of one network from those of another. Trials and restarts
                   have the same rows
    member_fold    the fold of the network; member_split    train, validation, test, or held where the row is in that fold, or later
    is_all         1 for the network of all groups
#}
{% macro _member_rows(fleet, relation, condition) -%}
{{ dbt_nn._rows_of_members(fleet, relation, condition, fleet.group_by != []) }}
{%- if fleet.unknown == 'all' %}
union all
{{ dbt_nn._rows_of_members(fleet, relation, condition, false) }}
{%- endif %}
{%- endmacro %}


{% macro _rows_of_members(fleet, relation, condition, is_grouped) -%}
{%- set fold = "cast(folds.fold as " ~ dbt.type_string() ~ ")" -%}
select
  {{ relation }}.*,
  {%- if fleet.folds %}
  {{ dbt.concat((['group_key', "', fold='"] if is_grouped else ["'fold='"]) + [fold]) }} as row_key,
  folds.fold as member_fold,
  {%- if fleet.fold_by.way == 'time' %}
  -- a network trains on what was before its fold
  case
    when split = 'test' then 'test'
    when held_fold >= folds.fold then 'held'
    when validates_until >= folds.fold then 'validation'
    else 'train'
  end as member_split,
  {%- else %}
  case when held_fold = folds.fold then 'held' else split end as member_split,
  {%- endif %}
  {%- else %}
  {{ 'group_key' if is_grouped else "''" }} as row_key,
  cast(null as {{ dbt.type_int() }}) as member_fold,
  split as member_split,
  {%- endif %}
  {{ 0 if is_grouped or not fleet.group_by else 1 }} as is_all
from {{ relation }}
{%- if fleet.folds %}
cross join {{ dbt_nn._series(1, fleet.folds, 'fold') }} as folds
{%- endif %}
where {{ condition }}
{%- endmacro %}


{# The rows of the source that a fleet reads. #}
{% macro _is_row_of_fleet(network) -%}
  {%- do return("split in ('train', 'validation', 'test')"
    ~ (' and ' ~ dbt_nn._is_known_class(network.classes) if network.classes else '')) -%}
{%- endmacro %}
