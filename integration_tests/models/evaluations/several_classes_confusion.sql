select * from {{ dbt_nn.confusion_matrix(ref('several_classes_predictions'), label='kind') }}
