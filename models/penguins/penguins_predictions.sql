select * from {{ dbt_nn.predict(network=ref('penguins_network'), examples=ref('penguins')) }}
