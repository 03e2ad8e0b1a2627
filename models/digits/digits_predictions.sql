select * from {{ dbt_nn.predict(network=ref('digits_network'), examples=ref('digits')) }}
