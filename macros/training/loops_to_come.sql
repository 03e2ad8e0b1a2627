{#
  The loops of a training that is still to come: [{network, options, rows, networks: how many it trains}]. There is one, or one for each
  part of a fleet, whose members are counted as the training does it, but without a table of them.
#}
{% macro _loops_to_come(prepared, target) %}
  {% if not prepared.fleet %}
    {% do return([{'network': prepared.network, 'options': prepared.options, 'rows': prepared.rows.rows, 'networks': 1}]) %}
  {% endif %}
  {% set members = dbt_nn._members(
    prepared.network, prepared.source, prepared.fleet, prepared.network.is_weighted, prepared.warm_start
  ) %}
  {% set counted = "(\n\n" ~ members ~ "\n\n) as members" %}
  {% set networks = dbt_nn._members_read(counted, prepared.fleet, prepared.options, '', prepared.where) %}
  {% set loops = [] %}
  {% for part in dbt_nn._parts_to_train(prepared, networks, target) %}
    {% do loops.append({
      'network': part.network, 'options': part.options, 'rows': part.rows, 'networks': part.members | length
    }) %}
  {% endfor %}
  {% do return(loops) %}
{% endmacro %}
