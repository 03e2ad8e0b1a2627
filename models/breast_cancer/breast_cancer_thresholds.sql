-- a tumor that is missed costs as much as ten alarms for nothing
select * from {{ dbt_nn.threshold_table(
  ref('breast_cancer_predictions'),
  label='diagnosis',
  positive_class='malignant',
  by=['split'],
  false_positive_cost=1,
  false_negative_cost=10
) }}
