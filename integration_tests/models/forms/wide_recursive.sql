{{ form('wide', 'recursive') }}
