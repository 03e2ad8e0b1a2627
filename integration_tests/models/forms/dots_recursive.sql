{{ form('dots', 'recursive') }}
