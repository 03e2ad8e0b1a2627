

with  __dbt__cte__hidden as (


with parameters as (
  select * from /*<parameters>*/ "dbt_nn"."main"."init" /*</parameters>*/
),

weights as (
  -- one row per network, one column per parameter: w_<layer>_<input>_<output>; input 0 is the bias
  select
    network_key, iteration,
    0.0005e0 * sum(case when input > 0 then value * value else 0 end) as penalty,
    max(case when layer = 1 and input = 0 and output = 1 then value end) as w_1_0_1,
    max(case when layer = 1 and input = 1 and output = 1 then value end) as w_1_1_1,
    max(case when layer = 1 and input = 2 and output = 1 then value end) as w_1_2_1,
    max(case when layer = 1 and input = 0 and output = 2 then value end) as w_1_0_2,
    max(case when layer = 1 and input = 1 and output = 2 then value end) as w_1_1_2,
    max(case when layer = 1 and input = 2 and output = 2 then value end) as w_1_2_2,
    max(case when layer = 2 and input = 0 and output = 1 then value end) as w_2_0_1,
    max(case when layer = 2 and input = 1 and output = 1 then value end) as w_2_1_1,
    max(case when layer = 2 and input = 2 and output = 1 then value end) as w_2_2_1,
    max(case when layer = 2 and input = 0 and output = 2 then value end) as w_2_0_2,
    max(case when layer = 2 and input = 1 and output = 2 then value end) as w_2_1_2,
    max(case when layer = 2 and input = 2 and output = 2 then value end) as w_2_2_2
  from parameters
  group by network_key, iteration
),

examples as (
  -- the training rows: one column per feature, and one per class, 1 where it is the example's own
  select
    cast("x1" as double) as x_1,
    cast("x2" as double) as x_2,
    cast("label" = 0 as double) as is_class_1,
    cast("label" = 1 as double) as is_class_2
  from /*<examples>*/ "dbt_nn"."main"."examples" /*</examples>*/
  where "split" = 'train'
),

inputs as (
  select *
  from examples
  cross join weights
),

sums_1 as (
  select
    *,
    w_1_0_1 + x_1 * w_1_1_1 + x_2 * w_1_2_1 as sum_1_1,
    w_1_0_2 + x_1 * w_1_1_2 + x_2 * w_1_2_2 as sum_1_2
  from inputs
),

hidden_1 as (
  -- relu
  select
    *,
    sum_1_1 * cast(sum_1_1 > 0 as double) as hidden_1_1,
    sum_1_2 * cast(sum_1_2 > 0 as double) as hidden_1_2
  from sums_1
)

select * from hidden_1
),  __dbt__cte__scores as (


select
  *,
  w_2_0_1 + hidden_1_1 * w_2_1_1 + hidden_1_2 * w_2_2_1 as score_1,
  w_2_0_2 + hidden_1_1 * w_2_1_2 + hidden_1_2 * w_2_2_2 as score_2
from __dbt__cte__hidden
),  __dbt__cte__loss as (


with largest as (
  -- the largest score is taken off first, so that no exponential overflows
  select
    *,
    greatest(score_1, score_2) as score_max
  from __dbt__cte__scores
),

exponentials as (
  select
    *,
    exp(score_1 - score_max) as exp_1,
    exp(score_2 - score_max) as exp_2
  from largest
),

normalised as (
  select
    *,
    exp_1 + exp_2 as exp_sum
  from exponentials
),

probabilities as (
  select
    *,
    exp_1 / exp_sum as probability_1,
    exp_2 / exp_sum as probability_2
  from normalised
),

example_losses as (
  select
    *,
    ln(exp_sum) + score_max - (is_class_1 * score_1 + is_class_2 * score_2) + penalty as example_loss
  from probabilities
)

select * from example_losses
),  __dbt__cte__gradients as (


with parameters as (
  select * from /*<parameters>*/ "dbt_nn"."main"."init" /*</parameters>*/
),

deltas_2 as (
  -- the slope of an example's loss by each score
  select
    *,
    probability_1 - is_class_1 as delta_2_1,
    probability_2 - is_class_2 as delta_2_2
  from __dbt__cte__loss
),

deltas_1 as (
  -- back through layer 2, times the slope of relu
  select
    *,
    cast(sum_1_1 > 0 as double) * (delta_2_1 * w_2_1_1 + delta_2_2 * w_2_1_2) as delta_1_1,
    cast(sum_1_2 > 0 as double) * (delta_2_1 * w_2_2_1 + delta_2_2 * w_2_2_2) as delta_1_2
  from deltas_2
),

averages as (
  -- the mean over the examples: the loss, and input times delta for every parameter
  select
    network_key,
    avg(example_loss) as train_loss,
    [
      avg(delta_1_1),
      avg(x_1 * delta_1_1),
      avg(x_2 * delta_1_1),
      avg(delta_1_2),
      avg(x_1 * delta_1_2),
      avg(x_2 * delta_1_2),
      avg(delta_2_1),
      avg(hidden_1_1 * delta_2_1),
      avg(hidden_1_2 * delta_2_1),
      avg(delta_2_2),
      avg(hidden_1_1 * delta_2_2),
      avg(hidden_1_2 * delta_2_2)
    ] as gradients
  from deltas_1
  group by network_key
),

placed as (
  -- every parameter with its gradient, whose place in the list follows from layer, input and output
  select
    parameters.network_key,
    parameters.layer,
    parameters.input,
    parameters.output,
    parameters.value,
    averages.gradients[case parameters.layer
      when 1 then 1 + (parameters.output - 1) * 3 + parameters.input
      when 2 then 7 + (parameters.output - 1) * 3 + parameters.input
    end] as gradient,
    averages.train_loss
  from parameters
  inner join averages
    on parameters.network_key = averages.network_key
)

select
  network_key,
  layer,
  input,
  output,
  gradient + 0.001e0 * case when input > 0 then value else 0 end as gradient,
  train_loss
from placed
), parameters as (
  select * from /*<parameters>*/ "dbt_nn"."main"."init" /*</parameters>*/
),

gradients as (
  select * from __dbt__cte__gradients
),

joined as (
  select
    parameters.network_key,
    parameters.iteration,
    parameters.layer,
    parameters.input,
    parameters.output,
    parameters.value,
    gradients.gradient,
    gradients.train_loss
  from parameters
  inner join gradients
    on parameters.network_key = gradients.network_key
    and parameters.layer = gradients.layer
    and parameters.input = gradients.input
    and parameters.output = gradients.output
)

-- gradient descent, learning rate 2.0
select
  network_key,
  iteration + 1 as iteration,
  layer,
  input,
  output,
  value - 2.0e0 * gradient as value,
  train_loss
from joined
