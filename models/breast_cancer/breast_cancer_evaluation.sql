{{ config(materialized='table') }}

select * from {{ dbt_nn.evaluate(ref('breast_cancer_predictions'), label='diagnosis', positive_class='malignant', by=['split']) }}
