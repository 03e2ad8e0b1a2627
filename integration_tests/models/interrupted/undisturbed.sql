{{ long_training() }}
