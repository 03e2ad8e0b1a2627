select * from {{ dbt_nn.predict(network=ref('several_classes'), examples=ref('shoppers')) }}
