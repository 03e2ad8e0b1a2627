{#
  The further CTEs from encoded inputs to `answers`: hidden layers, scores, probabilities. `carried` are the other columns that are read
  there.
#}
{% macro _forward_pass(network, inputs, carried) -%}
{%- set loss = dbt_nn._loss_in(network) -%}
{{ dbt_nn._hidden_layers(network, inputs) }},

scores as (
  {{ dbt_nn._scores(network, dbt_nn._last_hidden(network, inputs)) | indent(2) }}
),

{% if loss.chain -%}
{{ loss.chain(network, 'scores') }},

{% endif -%}
answers as (
  {{ dbt_nn._shielded(
    loss.relation,
    carried,
    loss.read(network)
  ) | indent(2) }}
)
{%- endmacro %}


{#
  The columns that predictions add: probability_<k> gets the name of its class; of equal probabilities the first class is the answer, of NaN
  none.
#}
{% macro _answer_columns(network) %}
  {% if not network.classes %}
    {# In the label's own units. #}
    {% do return(dbt_nn._loss_in(network).predicted(network, ' * target_scale + target_center' if network.target else '')) %}
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
  {% set label = 'cast(' ~ label | trim ~ ' as ' ~ network.label_type ~ ')' if network.label_type else label | trim %}
  {% do return([label ~ ' as predicted_label', largest ~ ' as predicted_probability'] + named) %}
{% endmacro %}


{# A class as a literal of the label's type; a network stores classes as text. #}
{% macro _class_literal(network, class) -%}
  {%- if network.label_kind in ['integer', 'number', 'boolean'] -%}
    {%- do return(class) -%}
  {%- endif -%}
  {%- do return(dbt_nn._literal(class)) -%}
{%- endmacro %}
