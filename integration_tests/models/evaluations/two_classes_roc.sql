select * from {{ dbt_nn.roc_curve(ref('two_classes_predictions'), label='churned', positive_class='yes') }}
