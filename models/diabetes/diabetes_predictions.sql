select * from {{ dbt_nn.predict(network=ref('diabetes_network'), examples=ref('diabetes')) }}
