{#
  The losses. One file each, with its value and its derivative side by side; a row here makes it known, and an option.
    output          from scores to predictions, by name
    has_classes     the label is a class, else a number
    scores(network)            how many scores there are
    stages(network, scores)    a SELECT from the scores that adds example_loss, and what the deltas are made of
    delta(network, score)      the slope of an example's loss by one score
    packed(network, scores)    the same over lists of examples, see packed_cross_entropy.sql; none if the layout `packed` can't have it
    value, slope    (score, target, constants) of a loss of one score, see one_score.sql
    chain(network, scores)     the further CTEs from scores to `relation`, which predictions are made from; none if there are none
    read(network)              the columns of `relation` that they are made from
    predicted(network, units)  the columns of a predicted number; none for classes
    columns(network)           how many columns the stage `loss` adds
    explained(network)         the activations of the scores that add up to what explanations explain
    is_standardised the label is standardized inside
    least_label     the least label that it takes; none if any
    has_equal_slopes   many examples may have one slope, so that gradients cancel out to 0
    constants       {name: {default, accepts}}, checks as in network/constants.sql
    variants        {output, `pair` or `difference`: what is different there}
#}
{% macro _losses() -%}
  {%- do return({
    'cross_entropy': dbt_nn._cross_entropy_loss(),
    'squared_error': dbt_nn._loss_of_one_score(dbt_nn._squared_error_value, dbt_nn._squared_error_slope),
    'absolute_error': dbt_nn._loss_of_one_score(dbt_nn._absolute_error_value, dbt_nn._absolute_error_slope, has_equal_slopes=true),
    'huber': dbt_nn._loss_of_one_score(
      dbt_nn._huber_value, dbt_nn._huber_slope, has_equal_slopes=true, constants={'delta': {'default': 1, 'accepts': 'positive_number'}}
    ),
    'poisson': dbt_nn._poisson_loss(),
    'quantile': dbt_nn._quantile_loss()
  }) -%}
{%- endmacro %}


{% macro _loss(name) -%}
  {%- do return(dbt_nn._row_named('loss', dbt_nn._losses(), name)) -%}
{%- endmacro %}


{# The loss of a network, in its variant. #}
{% macro _loss_in(network) -%}
  {%- set loss = dbt_nn._loss(network.loss) -%}
  {%- do return(dict(loss, **loss.variants.get('pair' if network.is_pair else network.output, {}))) -%}
{%- endmacro %}


{# The losses of classes, or of numbers. #}
{% macro _names_of_losses(has_classes) -%}
  {%- set names = [] -%}
  {%- for name, loss in dbt_nn._losses().items() if loss.has_classes == has_classes -%}
    {%- do names.append(name) -%}
  {%- endfor -%}
  {%- do return(names) -%}
{%- endmacro %}


{# From scores to predictions, as a loss has them; the first is the one of `by loss`. #}
{% macro _outputs_of(name) -%}
  {%- set loss = dbt_nn._loss(name) -%}
  {%- do return([loss.output] + (loss.variants.keys() | reject('in', ['pair', 'difference']) | list)) -%}
{%- endmacro %}


{% macro _output_names_of_losses() -%}
  {%- set names = [] -%}
  {%- for name in dbt_nn._losses() -%}
    {%- do names.extend(dbt_nn._outputs_of(name)) -%}
  {%- endfor -%}
  {%- do return(names | unique | list) -%}
{%- endmacro %}
