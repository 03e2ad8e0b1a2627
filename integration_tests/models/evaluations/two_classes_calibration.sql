select * from {{ dbt_nn.calibration_curve(ref('two_classes_predictions'), label='churned', positive_class='yes', bins=4) }}
