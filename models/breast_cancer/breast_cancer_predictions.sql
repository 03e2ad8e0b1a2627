select * from {{ dbt_nn.predict(network=ref('breast_cancer_network'), examples=ref('breast_cancer')) }}
