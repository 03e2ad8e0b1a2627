select * from {{ dbt_nn.predict(network=ref('regression'), examples=ref('shoppers')) }}
