select * from {{ dbt_nn.predict(network=ref('cigarettes_network'), examples=ref('cigarettes')) }}
