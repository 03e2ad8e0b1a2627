select * from {{ dbt_nn.evaluate(ref('two_classes_predictions'), label='churned', positive_class='yes', by=['split']) }}
