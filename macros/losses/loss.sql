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
