{{ form('packed', 'stepwise') }}
