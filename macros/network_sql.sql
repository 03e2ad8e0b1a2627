{#
  A network as one SELECT that needs nothing but the examples: its constants and parameters are written out.
  `examples` is the text after FROM: a relation, or a name that exists where the query will run.
#}
{% macro network_sql(network=none, examples='examples', threshold=none, positive_class=none, members='own') -%}
{%- set where = "dbt_nn.network_sql" -%}
{%- do dbt_nn._raise_problems(where, (
  dbt_nn._unknown_arguments(kwargs, ['network', 'examples', 'threshold', 'positive_class', 'members'])
  + dbt_nn._relation_problems('network', network)
  + (dbt_nn._relation_problems('examples', examples) if examples is not string or not examples else [])
)) -%}
{%- if not execute -%}{%- do return('select * from ' ~ examples) -%}{%- endif -%}
{%- set shape = dbt_nn._network_to_apply(network, examples, where) -%}
{%- set shape = dbt_nn._with_decision(shape, threshold, positive_class, where) -%}
{%- set shape = dbt_nn._with_members(shape, members, network, where) -%}
{%- if shape is none or dbt_nn._is_empty_run() -%}
  {%- do return(dbt_nn._predictions_without_rows(network, examples, shape)) -%}
{%- endif -%}
{{ dbt_nn._predictions(shape, network, examples, is_literal=true) }}
{%- endmacro %}
