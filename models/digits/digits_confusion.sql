select * from {{ dbt_nn.confusion_matrix(ref('digits_predictions'), label='digit', by=['split']) }}
