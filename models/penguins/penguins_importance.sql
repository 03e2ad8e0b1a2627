{{ config(materialized='table') }}

select * from {{ dbt_nn.feature_importance(ref('penguins_network'), ref('penguins'), metric='log_loss') }}
