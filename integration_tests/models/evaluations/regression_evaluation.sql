select * from {{ dbt_nn.evaluate(ref('regression_predictions'), label='amount', example_weight='weight') }}
