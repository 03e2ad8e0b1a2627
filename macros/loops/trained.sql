{# The trained relation: the parameters of the last checkpoint, and the history of all. #}
{% macro _trained(training, checkpoints) -%}
select
  {{ training.column_list | indent(2) }}
from {{ checkpoints[-1].relation }}
where layer is not null
{%- for checkpoint in checkpoints %}

union all

select
  {{ training.column_list | indent(2) }}
from {{ checkpoint.relation }}
where layer is null
{%- endfor %}
{%- endmacro %}
