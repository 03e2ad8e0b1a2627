{#
  The query of the row_keys whose networks stay as they are when a fleet is trained again, because their rows are those of the standing
  fleet, and so are the options and the list of inputs; '' where none can stay. The network of all groups has the rows of every group.
#}
{% macro _kept_members(standing, mark, members) -%}
{%- if not standing or not mark or standing.mark != mark -%}
  {%- do return('') -%}
{%- endif -%}
select distinct members.row_key
from {{ members }} as members
inner join {{ standing.relation }} as keys
  on keys.role = 'member' and keys.input_name = 'rows' and keys.output_name = members.row_key
inner join {{ standing.relation }} as marks
  on marks.role = 'member' and marks.input_name = 'rows_mark' and marks.output_name = members.rows_hash
  and marks.network_key = keys.network_key
where members.reason is null and members.row_key <> ''
{%- endmacro %}


{#
  What all networks of a fleet share beside the options: the inputs with their categories, and the classes. '' where it depends on all rows,
  so that any of them changes every network.
#}
{% macro _mark_of_inputs(network, encoding, options) %}
  {% set differ = dbt_nn._differ_in_shape(dbt_nn._trials_listed(options)) %}
  {% if differ or dbt_nn._lookups(network) %}
    {% do return('') %}
  {% endif %}
  {% set inputs = [] %}
  {% for input in network.inputs %}
    {% set fill = input.feature.fill if input.feature.kind == 'text' else none %}
    {% do inputs.append([input.name, input.kind, input.get('category', ''), input.get('knots', []), input.feature.index, fill]) %}
  {% endfor %}
  {% do return(local_md5([inputs, encoding.classes] | tojson)) %}
{% endmacro %}


{# The groups that have a network, as _histogram_rows takes them: of those that were trained, and of those that stay; {} without groups. #}
{% macro _groups_with_network(fleet, members, outcomes, kept) %}
  {% set query -%}
select group_key
from {{ outcomes }}
where answers = 1
{%- if kept %}
union all
select group_key
from {{ members }}
where row_key in (
  {{ kept | indent(2) }}
)
{%- endif %}
  {%- endset %}
  {% do return({'query': query, 'has_common': fleet.unknown == 'all'} if fleet.group_by else {}) %}
{% endmacro %}
