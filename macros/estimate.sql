{#
  The statements and bytes of a training, before it runs: `dbt run-operation dbt_nn.estimate --args '{network: churn_network}'`.
  The examples are counted and described as in training, so the estimate costs what training costs before its first iteration.
#}
{% macro estimate(network=none) %}
  {% set where = "dbt_nn.estimate" %}
  {% set node = dbt_nn._node_of_network(network, where) %}
  {% set options = dbt_nn._capped_options(dbt_nn._resolved_options('train', node.config.meta.dbt_nn_options, where), where) %}
  {% set read = dbt_nn._relations_of_node(node, where) %}
  {% set query = dbt_nn._query_to_train(read.examples, {'warm_start': read.warm_start} if read.warm_start else {}) %}
  {% set described = dbt_nn._described_training(query, options, where) %}
  {% set rows = dbt_nn._mark_of_rows(described, query) %}
  {% set prepared = dbt_nn._prepared(query, described, rows, where) %}
  {% set cost = dbt_nn._cost(prepared, dbt_nn._loops_to_come(prepared, dbt_nn._relation_of(node.relation_name))) %}
  {% for line in dbt_nn._estimate_lines(node.name, prepared, cost) %}
    {% do log(line, info=true) %}
  {% endfor %}
  {% do return(cost) %}
{% endmacro %}
