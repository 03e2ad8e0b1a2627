{{ form('dots', 'stepwise') }}
