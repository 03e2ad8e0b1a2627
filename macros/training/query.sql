{# A relation can't be in a model's meta: the network to start from is told by a comment, between marks. #}
{% macro _query_to_train(examples, warm_start) -%}
select * from {{ dbt_nn._marked('examples', examples) }}
{%- if dbt_nn._is_relation(warm_start) %}
-- starts from the network {{ dbt_nn._marked('warm_start', warm_start) }}
{% endif -%}
{%- endmacro %}


{# dbt waits for ever on a model whose meta has a dict with keys that are no texts. #}
{% macro _check_keys(options) %}
  {% for name, value in options.items() if value is mapping %}
    {% for key in value if key is not string %}
      {% do exceptions.raise_compiler_error("dbt_nn.train: " ~ name ~ " has the key " ~ key ~ "; accepted: a dict whose keys are texts") %}
    {% endfor %}
  {% endfor %}
{% endmacro %}
