{#
  A loss is a chain of CTEs that ends in a relation with `example_loss`, and one delta per score: the slope of the loss by that score.
  One file per loss: the value and its derivative side by side.
#}
{% macro _loss_stages(network, scores) -%}
  {%- if dbt_nn._is_packed(network) -%}{%- do return(dbt_nn._packed_loss(network, scores)) -%}
  {%- elif network.output == 'softmax' -%}{%- do return(dbt_nn._softmax_loss(network, scores)) -%}
  {%- elif network.output == 'sigmoid' -%}{%- do return(dbt_nn._sigmoid_loss(network, scores)) -%}
  {%- elif network.output == 'exponential' -%}{%- do return(dbt_nn._poisson_loss(network, scores)) -%}
  {%- elif network.output == 'quantiles' -%}{%- do return(dbt_nn._quantile_loss(network, scores)) -%}
  {%- elif network.output == 'identity' -%}{%- do return(dbt_nn._difference_loss(network, scores)) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no loss for the output " ~ network.output) -%}
{%- endmacro %}


{# Where some rows don't train, a row's delta is weighed with its share of the training split. #}
{% macro _weighed_delta(network, output) -%}
  {%- set delta = dbt_nn._score_delta(network, output) -%}
  {%- set weighed = 'train_share * (' ~ delta ~ ')' if network.get('is_encoded') else delta -%}
  {%- do return('-(' ~ weighed ~ ')' if dbt_nn._is_pair(network) and output == 1 else weighed) -%}
{%- endmacro %}


{% macro _score_delta(network, output) -%}
  {%- if dbt_nn._is_pair(network) -%}{%- do return('probability_2 - is_class_2') -%}
  {%- elif network.output == 'softmax' -%}{%- do return('probability_' ~ output ~ ' - is_class_' ~ output) -%}
  {%- elif network.output == 'sigmoid' -%}{%- do return('probability_2 - is_class_2') -%}
  {%- elif network.output == 'exponential' -%}{%- do return(dbt_nn._poisson_slope()) -%}
  {%- elif network.output == 'quantiles' -%}{%- do return(dbt_nn._quantile_delta(network, output)) -%}
  {%- elif network.output == 'identity' -%}{%- do return(dbt_nn._difference_slope(network, 'score_' ~ output, 'target')) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no delta for the output " ~ network.output) -%}
{%- endmacro %}


{#
  A loss whose slope is the same for many examples has gradients that cancel out to 0. The last digits of the sum would then say where the parameter
  goes, and they hang on the order of the examples: what is below 1e-12 is 0.
#}
{% macro _gradient_of_loss(network, gradient) -%}
  {%- do return('case when abs(' ~ gradient ~ ') < ' ~ dbt_nn._number('1e-12') ~ ' then 0 else ' ~ gradient ~ ' end' if dbt_nn._has_equal_slopes(network) else gradient) -%}
{%- endmacro %}

{% macro _has_equal_slopes(network) -%}
  {%- do return(network.loss in ['absolute_error', 'huber', 'quantile']) -%}
{%- endmacro %}


{# The example's loss, plus the penalty where there is one: its mean is what training minimises. #}
{% macro _with_penalty(network, loss) -%}
  {%- do return(loss ~ (' + penalty' if dbt_nn._has_penalty(network) else '')) -%}
{%- endmacro %}


{# What an iteration reports of itself, as aggregates over the examples. #}
{% macro _measured(network) %}
  {% if not network.get('is_encoded') %}
    {% do return(['avg(example_loss) as train_loss']) %}
  {% endif %}
  {% set none_there = 'cast(null as ' ~ dbt_nn._double_type() ~ ')' %}
  {% set validates = network.has_validation %}
  {% do return([
    'sum(train_share * example_loss) as train_loss',
    (dbt_nn._validated(network, 'sum(validation_share * example_loss)') if validates else none_there) ~ ' as validation_loss',
    (dbt_nn._correct_part(network, 'train_share') if network.classes else none_there) ~ ' as train_accuracy',
    (dbt_nn._validated(network, dbt_nn._correct_part(network, 'validation_share')) if network.classes and validates else none_there) ~ ' as validation_accuracy'
  ]) %}
{% endmacro %}


{# Of mini-batches, only the last of an epoch has validation rows. #}
{% macro _validated(network, measure) -%}
  {%- do return('case when sum(validation_share) > 0 then ' ~ measure ~ ' end' if network.batch_size else measure) -%}
{%- endmacro %}


{# Counts over counts: a sum of shares would miss 1 by a few digits. Rows that weigh have no counts; where all are correct, both sums are the same. #}
{% macro _correct_part(network, share) -%}
  {%- if network.is_weighted -%}
    {%- do return('sum(' ~ share ~ ' * is_correct) / sum(' ~ share ~ ')') -%}
  {%- endif -%}
  {%- do return('sum(sign(' ~ share ~ ') * is_correct) / sum(sign(' ~ share ~ '))') -%}
{%- endmacro %}


{# The columns that those aggregates read. #}
{% macro _measured_columns(network) %}
  {% if not network.get('is_encoded') %}
    {% do return(['example_loss']) %}
  {% endif %}
  {% do return(['example_loss', 'train_share'] + (['validation_share'] if network.has_validation else []) + (['is_correct'] if network.classes else [])) %}
{% endmacro %}
