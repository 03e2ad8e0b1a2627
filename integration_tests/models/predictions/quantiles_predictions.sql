select * from {{ dbt_nn.predict(network=ref('quantiles'), examples=ref('shoppers')) }}
