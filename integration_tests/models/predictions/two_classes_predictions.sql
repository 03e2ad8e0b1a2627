select * from {{ dbt_nn.predict(network=ref('two_classes'), examples=ref('hard_names')) }}
