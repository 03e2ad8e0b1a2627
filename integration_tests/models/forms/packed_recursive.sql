{{ form('packed', 'recursive') }}
