{# The further CTEs from encoded inputs to `answers`: hidden layers, scores, probabilities. #}
{% macro _forward_pass(network, inputs) -%}
{{ dbt_nn._hidden_layers(network, inputs) }},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, inputs)) | indent(2) }}
),

{% if network.output == 'softmax' -%}
{{ dbt_nn._softmax(network, 'scores') }},

{% elif network.output == 'sigmoid' -%}
{{ dbt_nn._sigmoid('scores') }},

{% endif -%}
answers as (
  select * from {{ 'scores' if network.output == 'identity' else 'probabilities' }}
)
{%- endmacro %}


{# The columns that predictions add: probability_<k> gets the name of its class; of equal probabilities the first class is the answer, of NaN none. #}
{% macro _answer_columns(network) %}
  {% if not network.classes %}
    {% do return([('score_1 * target_scale + target_center' if network.get('target') else 'score_1') ~ ' as predicted_value']) %}
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


{# A class as a literal of the label's type; a network stores classes as text. #}
{% macro _class_literal(network, class) -%}
  {%- if network.get('label_kind', 'text') in ['integer', 'number', 'boolean'] -%}
    {%- do return(class) -%}
  {%- endif -%}
  {%- do return(dbt_nn._literal(class)) -%}
{%- endmacro %}
