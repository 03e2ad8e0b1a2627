{# The further CTEs from encoded inputs to `answers`: hidden layers, scores, probabilities. `carried` are the other columns that are read there. #}
{% macro _forward_pass(network, inputs, carried) -%}
{{ dbt_nn._hidden_layers(network, inputs) }},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, inputs)) | indent(2) }}
),

{% if network.output == 'softmax' -%}
{{ dbt_nn._softmax(network, 'scores') }},

{% elif network.output == 'sigmoid' -%}
{{ dbt_nn._sigmoid('scores') }},

{% elif network.output == 'exponential' -%}
{{ dbt_nn._exponential('scores') }},

{% elif network.output == 'quantiles' -%}
{{ dbt_nn._quantiles(network, 'scores') }},

{% endif -%}
answers as (
  {{ dbt_nn._shielded(
    {'identity': 'scores', 'exponential': 'expected', 'quantiles': 'quantiles'}.get(network.output, 'probabilities'),
    carried,
    dbt_nn._outputs_read(network)
  ) | indent(2) }}
)
{%- endmacro %}


{# The columns that the answers are made of. #}
{% macro _outputs_read(network) %}
  {% if network.output == 'exponential' %}
    {% do return(['expected_value']) %}
  {% elif network.output == 'identity' %}
    {% do return(['score_1']) %}
  {% endif %}
  {% set is_quantile = network.output == 'quantiles' %}
  {% set names = [] %}
  {% for one in (network.loss_constants.levels if is_quantile else network.classes) %}
    {% do names.append(('quantile_' if is_quantile else 'probability_') ~ loop.index) %}
  {% endfor %}
  {% do return(names) %}
{% endmacro %}


{# The columns that predictions add: probability_<k> gets the name of its class; of equal probabilities the first class is the answer, of NaN none. #}
{% macro _answer_columns(network) %}
  {% if not network.classes %}
    {% do return(dbt_nn._value_columns(network)) %}
  {% endif %}
  {% set probabilities = [] %}
  {% set named = [] %}
  {% set cases = [] %}
  {% for class in network.classes %}
    {% set probability = 'probability_' ~ loop.index %}
    {% do probabilities.append(probability) %}
    {% do named.append(probability ~ ' as ' ~ dbt_nn._quoted(dbt_nn._probability_column(class))) %}
    {% do cases.append({'class': dbt_nn._class_literal(network, class), 'probability': probability}) %}
  {% endfor %}
  {% set largest = 'greatest(' ~ probabilities | join(', ') ~ ')' %}
  {% set label %}
case
  when not {{ largest }} <= 1 then null
  {%- for case in cases %}
  when {{ case.probability }} = {{ largest }} then {{ case.class }}
  {%- endfor %}
end
  {%- endset %}
  {% set label = 'cast(' ~ label | trim ~ ' as ' ~ network.label_type ~ ')' if network.get('label_type') else label | trim %}
  {% do return([label ~ ' as predicted_label', largest ~ ' as predicted_probability'] + named) %}
{% endmacro %}


{# The columns of a number, in the label's own units. #}
{% macro _value_columns(network) %}
  {% set units = ' * target_scale + target_center' if network.get('target') else '' %}
  {% if network.output == 'exponential' %}
    {% do return(['expected_value as predicted_value']) %}
  {% elif network.output == 'identity' %}
    {% do return(['score_1' ~ units ~ ' as predicted_value']) %}
  {% endif %}
  {% set levels = network.loss_constants.levels %}
  {% set middle = dbt_nn._middle_level(levels) %}
  {% set columns = ['-- the quantile of level ' ~ levels[middle - 1] ~ '\nquantile_' ~ middle ~ units ~ ' as predicted_value'] %}
  {% for name in dbt_nn._quantile_columns(network) %}
    {% do columns.append('quantile_' ~ loop.index ~ units ~ ' as ' ~ name) %}
  {% endfor %}
  {% do return(columns) %}
{% endmacro %}


{# A class as a literal of the label's type; a network stores classes as text. #}
{% macro _class_literal(network, class) -%}
  {%- if network.get('label_kind', 'text') in ['integer', 'number', 'boolean'] -%}
    {%- do return(class) -%}
  {%- endif -%}
  {%- do return(dbt_nn._literal(class)) -%}
{%- endmacro %}
