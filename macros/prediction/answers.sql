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

{% if network.has_temperature -%}
tempered as (
  -- a temperature above 1 takes the probabilities nearer to each other, one below 1 farther apart
  select
    {{ carried | join(',\n') | indent(4) }},
    {%- for class in network.classes %}
    score_{{ loop.index }} / temperature as score_{{ loop.index }}{{ ',' if not loop.last }}
    {%- endfor %}
  from scores
  {{- network.warehouse.fence }}
),

{% endif -%}
{% if loss.chain -%}
{{ loss.chain(network, 'tempered' if network.has_temperature else 'scores') }},

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
    {% set columns = dbt_nn._loss_in(network).predicted(network, ' * target_scale + target_center' if network.target else '') %}
    {% set value = columns[0].split('\n')[-1].split(' as predicted_value')[0] %}
    {% for bound, sign in [('low', '-'), ('high', '+')] if network.has_interval %}
      {% do columns.append(value ~ ' ' ~ sign ~ ' residual_quantile as predicted_' ~ bound) %}
    {% endfor %}
    {% do return(columns) %}
  {% endif %}
  {% set probabilities = [] %}
  {% set named = [] %}
  {% set cases = [] %}
  {% for class in network.classes %}
    {% set probability = dbt_nn._probability_of_class(network, loop.index) %}
    {% do probabilities.append(probability) %}
    {% set shown = probability if probability == 'probability_' ~ loop.index else 'nullif(' ~ probability ~ ', -1)' %}
    {% do named.append(shown ~ ' as ' ~ dbt_nn._added_name(dbt_nn._probability_column(class))) %}
    {% do cases.append({'class': dbt_nn._class_literal(network, class), 'probability': probability}) %}
  {% endfor %}
  {% set largest = 'greatest(' ~ probabilities | join(', ') ~ ')' %}
  {% set decided = dbt_nn._decided_by_threshold(network, cases, largest) if network.decision else {'cases': [], 'probability': largest} %}
  {% set label %}
case
  when not {{ largest }} <= 1 then null
  {%- for case in decided.cases %}
  when {{ case.condition }} then {{ case.class }}
  {%- else %}
  {%- for case in cases %}
  when {{ case.probability }} = {{ largest }} then {{ case.class }}
  {%- endfor %}
  {%- endfor %}
end
  {%- endset %}
  {% set label = 'cast(' ~ label | trim ~ ' as ' ~ network.label_type ~ ')' if network.label_type else label | trim %}
  {% do return([label ~ ' as predicted_label', decided.probability ~ ' as predicted_probability'] + named) %}
{% endmacro %}


{# Of a fleet, -1 for a class that the rows of the network lack: less than any other. #}
{% macro _probability_of_class(network, class) -%}
  {%- if not network.fleet or not network.fleet.has_keys -%}{%- do return('probability_' ~ class) -%}{%- endif -%}
  {%- do return('case when has_class_' ~ class ~ ' = 1 then probability_' ~ class ~ ' else -1 end') -%}
{%- endmacro %}


{# The class of the decision from its threshold on, else the most probable of the others, and its probability. #}
{% macro _decided_by_threshold(network, cases, largest) %}
  {% set at = network.classes.index(network.decision.class) %}
  {% set positive = cases[at] %}
  {% set others = cases[:at] + cases[at + 1:] %}
  {% set names = others | map(attribute='probability') | list %}
  {% set most = names[0] if names | length == 1 else 'greatest(' ~ names | join(', ') ~ ')' %}
  {% set is_positive = positive.probability ~ ' >= ' ~ dbt_nn._number(network.decision.threshold) %}
  {% set decided = [{'condition': is_positive, 'class': positive.class}] %}
  {% for other in others %}
    {% do decided.append({'condition': other.probability ~ ' = ' ~ most, 'class': other.class}) %}
  {% endfor %}
  {% do return({
    'cases': decided,
    'probability': 'case when not ' ~ largest ~ ' <= 1 then null when ' ~ is_positive ~ ' then ' ~ positive.probability ~ ' else ' ~ most
      ~ ' end'
  }) %}
{% endmacro %}


{# A class as a literal of the label's type; a network stores classes as text. #}
{% macro _class_literal(network, class) -%}
  {%- if network.label_kind in ['integer', 'number', 'boolean'] -%}
    {%- do return(class) -%}
  {%- endif -%}
  {%- do return(dbt_nn._literal(class)) -%}
{%- endmacro %}
