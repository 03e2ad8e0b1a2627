{# Where some rows don't train, a row's delta is weighed with its share of the training split. #}
{% macro _weighed_delta(network, loss, output) -%}
  {%- set delta = loss.delta(network, output) -%}
  {%- set weighed = 'train_share * (' ~ delta ~ ')' if network.has_shares else delta -%}
  {%- do return('-(' ~ weighed ~ ')' if network.is_pair and output == 1 else weighed) -%}
{%- endmacro %}


{#
  A loss whose slope is the same for many examples has gradients that cancel out to 0. The last digits of the sum would then say where the
  parameter goes, and they depend on the order of the examples: what is below 1e-12 is 0.
#}
{% macro _gradient_of_loss(network, gradient) -%}
  {%- do return(
    'case when abs(' ~ gradient ~ ') < ' ~ dbt_nn._number('1e-12') ~ ' then 0 else ' ~ gradient ~ ' end'
    if dbt_nn._loss(network.loss).has_equal_slopes else gradient
  ) -%}
{%- endmacro %}


{#
  The example's loss. Of the stages, plus the penalty where there is one: its mean is what training minimizes. `train` adds the penalty to
  the mean, see measured.sql.
#}
{% macro _with_penalty(network, loss) -%}
  {%- do return(loss ~ (' + penalty' if network.has_penalty and not network.reports_splits else '')) -%}
{%- endmacro %}


{% macro _one_score(network) -%}
  {%- do return(1) -%}
{%- endmacro %}
