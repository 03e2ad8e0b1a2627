select * from {{ dbt_nn.predict(network=ref('iris_network'), examples=ref('iris')) }}
