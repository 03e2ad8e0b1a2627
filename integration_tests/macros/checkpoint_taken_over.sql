{#
  What an interrupted training of `network` leaves: the checkpoint of another network that was trained with the same options, under the name
  and the mark of this one. The loss of iteration 1 becomes 1234.5, which a network can only have from here: a training that begins again
  measures its own.
#}
{% macro checkpoint_taken_over(other, network, iteration) %}
  {% set checkpoint = checkpoint_of(other, iteration) %}
  {% set selected = [] %}
  {% for column in (adapter.get_columns_in_relation(checkpoint) if execute else []) %}
    {% if column.name == 'dbt_nn_made_by' %}
      {% do selected.append("'" ~ model.package_name ~ "." ~ model.name ~ "' as dbt_nn_made_by") %}
    {% elif column.name == 'train_loss' %}
      {% do selected.append("case when layer is null and iteration = 1 then 1234.5 else train_loss end as train_loss") %}
    {% else %}
      {% do selected.append(dbt_nn._quoted(column.name)) %}
    {% endif %}
  {% endfor %}
  {% do return(dbt_nn._create_table_as(checkpoint_of(network, iteration), 'select ' ~ selected | join(', ') ~ ' from ' ~ checkpoint)) %}
{% endmacro %}


{% macro checkpoint_of(network, iteration) %}
  {% do return(api.Relation.create(
    database=network.database, schema=network.schema, identifier=network.identifier ~ '__iteration_' ~ iteration, type='table'
  )) %}
{% endmacro %}
