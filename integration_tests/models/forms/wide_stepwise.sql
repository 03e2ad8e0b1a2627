{{ form('wide', 'stepwise') }}
