{# Half the squared difference, so that its slope is the difference. #}
{% macro _squared_error_loss(network, scores) -%}
select
  *,
  {{ dbt_nn._with_penalty(network, dbt_nn._number(0.5) ~ " * (score_1 - target) * (score_1 - target)") }} as example_loss
from {{ scores }}
{%- endmacro %}
