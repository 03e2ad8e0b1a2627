{#
  What the network's answers depend on, and whether the held-out rows are like the training rows. The curves of a fleet would be one for
  each of its networks: there are none.
#}
{% macro _add_explanation(facts, where, asked, rows, given, network, shape) %}
  {% do dbt_nn._add_importance(facts, where, asked, rows, given, network, shape) %}
  {% do dbt_nn._add_dependence(facts, where, asked, rows, given, network, shape) if not shape.fleet %}
  {% do dbt_nn._add_skew(facts, where, rows, network, shape) %}
{% endmacro %}


{# Fewer rows are permuted where there are many features, so that a page of 300 of them is made in seconds too. #}
{% macro _add_importance(facts, where, asked, rows, given, network, shape) %}
  {% set held = facts.data.splits | selectattr('split', 'equalto', facts.data.held_out) | first %}
  {% set max_rows = [[20000000 // (given.repeats * shape.sources | length * shape.features | length), 200] | max, 20000] | min %}
  {% if held and held.examples > 1 %}
    {% do facts.update({'importance_rows': [held.examples, max_rows] | min, 'importance': dbt_nn._json_rows(
      dbt_nn._importance(where, {
        'network': network, 'examples': rows.examples, 'max_rows': max_rows, 'random_seed': 42, 'label': asked.label, 'metric': none,
        'repeats': given.repeats, 'together': [], 'split': facts.data.held_out, 'positive_class': none, 'by': []
      }),
      ['network_key', 'feature', 'metric']
    ) | sort(attribute='importance', reverse=true)}) %}
  {% endif %}
{% endmacro %}


{% macro _add_dependence(facts, where, asked, rows, given, network, shape) %}
  {% set features = shape.sources.values() | list %}
  {% set leading = (facts.importance or features) | map(attribute='feature' if facts.importance else 'name') | list %}
  {% set class = given['class'] if given['class'] is not none else asked.positive_class %}
  {% if class is not none or not shape.classes %}
    {% set curves = [] %}
    {% for name in leading[:4] %}
      {% set feature = dbt_nn._only_column(features, name) %}
      {% set is_number = feature.kind in ['number', 'integer'] %}
      {% set points = dbt_nn._json_rows(
        dbt_nn._dependence(where, {
          'network': network, 'examples': rows.examples, 'feature': name, 'grid': 20, 'class': class, 'max_rows': 2000, 'random_seed': 42
        }),
        ['network_key', 'class', 'feature'] + ([] if is_number else ['grid_value'])
      ) %}
      {% do curves.append({'feature': name, 'is_number': is_number, 'class': class, 'points': points}) %}
    {% endfor %}
    {% do facts.update({'dependence': curves}) %}
  {% endif %}
{% endmacro %}


{#
  A network that stores no histograms has no such section; nor have dates. Of a fleet by groups, the hundred that are most above what chance
  gives.
#}
{% macro _add_skew(facts, where, rows, network, shape) %}
  {% if facts.data.splits and dbt_nn._stored_histograms(network).features %}
    {% set judged = dbt_nn._rows_of_split(rows, facts.data.held_out) %}
    {% set columns = dbt_nn._columns_of_examples(rows.examples) %}
    {% set compared = dbt_nn._features_of_skew(where, shape, network, columns, []) %}
    {% set skew = dbt_nn._skew(shape, network, judged, columns, compared) %}
    {% do facts.update({'skew': dbt_nn._json_rows(
      dbt_nn._most_skewed(skew, 100) if compared.by_group else skew, ['network_key', 'feature']
    ) | sort(attribute='feature')}) %}
  {% endif %}
{% endmacro %}


{# The rows of `_skew` whose index is the highest, less what few rows give by chance. #}
{% macro _most_skewed(skew, rows) -%}
with skew as (
  {{ skew | indent(2) }}
),

ranked as (
  select
    skew.*,
    row_number() over (
      order by
        population_stability_index - {{ dbt_nn._number(9) }} / examples - {{ dbt_nn._number(9) }} / training_rows desc,
        feature,
        network_key
    ) as place
  from skew
  where population_stability_index is not null
)

select network_key, feature, population_stability_index, examples, training_rows
from ranked
where place <= {{ rows }}
{%- endmacro %}
