{#
  What the network's answers depend on, and whether the held-out rows are like the training rows. Fewer rows are permuted where there are
  many features, so that a page of 300 of them is made in seconds too.
#}
{% macro _add_explanation(facts, where, asked, rows, given, network, shape) %}
  {% set features = shape.sources.values() | list %}
  {% set held = facts.data.splits | selectattr('split', 'equalto', facts.data.held_out) | first %}
  {% set max_rows = [[20000000 // (given.repeats * features | length * shape.features | length), 200] | max, 20000] | min %}
  {% set of_network = {'network': network, 'examples': rows.examples, 'max_rows': max_rows, 'random_seed': 42} %}
  {% set leading = features | map(attribute='name') | list %}
  {% if held and held.examples > 1 %}
    {% do facts.update({'importance_rows': [held.examples, max_rows] | min, 'importance': dbt_nn._json_rows(
      dbt_nn._importance(where, dict(
        of_network, label=asked.label, metric=none, repeats=given.repeats, together=[], split=facts.data.held_out, by=[],
        positive_class=none
      )),
      ['network_key', 'feature', 'metric']
    ) | sort(attribute='importance', reverse=true)}) %}
    {% set leading = facts.importance | map(attribute='feature') | list %}
  {% endif %}
  {% set class = given['class'] if given['class'] is not none else asked.positive_class %}
  {% if class is not none or not shape.classes %}
    {% set curves = [] %}
    {% for name in leading[:4] %}
      {% set feature = dbt_nn._only_column(features, name) %}
      {% set is_number = feature.kind in ['number', 'integer'] %}
      {% set points = dbt_nn._json_rows(
        dbt_nn._dependence(where, dict(of_network, feature=name, grid=20, class=class, max_rows=2000)),
        ['network_key', 'class', 'feature'] + ([] if is_number else ['grid_value'])
      ) %}
      {% do curves.append({'feature': name, 'is_number': is_number, 'class': class, 'points': points}) %}
    {% endfor %}
    {% do facts.update({'dependence': curves}) %}
  {% endif %}
  {% do dbt_nn._add_skew(facts, where, rows, network, shape) %}
{% endmacro %}


{# A network that stores no histograms has no such section; nor have dates. #}
{% macro _add_skew(facts, where, rows, network, shape) %}
  {% if facts.data.splits and dbt_nn._features_with_histogram(network) %}
    {% set judged = dbt_nn._rows_of_split(rows, facts.data.held_out) %}
    {% set columns = dbt_nn._columns_of_examples(rows.examples) %}
    {% set compared = dbt_nn._features_of_skew(where, shape, network, columns, []) %}
    {% do facts.update({'skew': dbt_nn._json_rows(
      dbt_nn._skew(shape, network, judged, columns, compared), ['network_key', 'feature']
    ) | sort(attribute='feature')}) %}
  {% endif %}
{% endmacro %}
