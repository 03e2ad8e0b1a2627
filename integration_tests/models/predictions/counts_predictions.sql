select * from {{ dbt_nn.predict(network=ref('counts'), examples=ref('shoppers')) }}
