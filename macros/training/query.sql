{# A relation can't be in a model's meta: those that options name are named by comments, between marks. #}
{% macro _query_to_train(examples, relations) -%}
{%- set words = dbt_nn._options_of_relations() -%}
select * from {{ dbt_nn._marked('examples', examples) }}
{%- for name, relation in relations.items() %}
-- {{ words[name] }} {{ dbt_nn._marked(name, relation) }}
{% endfor -%}
{%- endmacro %}


{# The options that may be relations, with what a comment says of them. #}
{% macro _options_of_relations() %}
  {% do return({
    'warm_start': 'starts from the network', 'encoding_from': 'has the inputs of the network', 'trials': 'tries the options of'
  }) %}
{% endmacro %}


{# The options of the model, and the trials that a relation holds. #}
{% macro _given_to_train(given, query, where) %}
  {% set relation = dbt_nn._marked_relation(query, 'trials', where) %}
  {% do return(dict(given, trials=dbt_nn._trials_of_rows(relation, where)) if relation and execute and not flags.EMPTY else given) %}
{% endmacro %}


{# The rows of a relation as trials: a column is an option, a null is none, and a text that is JSON is what it says. #}
{% macro _trials_of_rows(relation, where) %}
  {% set found = dbt_nn._query('select * from ' ~ relation) %}
  {% set trials = [] %}
  {% for row in found.rows %}
    {% set trial = {} %}
    {% for name in found.column_names %}
      {% set value = row[loop.index0] %}
      {% if value is not none %}
        {% set read = fromjson(value, value) if value is string else value if value is boolean else dbt_nn._plain_number(value) %}
        {% do trial.update({name | lower: read}) %}
      {% endif %}
    {% endfor %}
    {% do trials.append(trial) %}
  {% endfor %}
  {% if trials | length < 2 %}
    {% do dbt_nn._raise_problems(where, ["trials is " ~ relation ~ ", which has " ~ trials | length ~ " rows; accepted: at least two"]) %}
  {% endif %}
  {% do return(trials) %}
{% endmacro %}


{# A number of the warehouse, which may be a decimal, as an integer or a float. #}
{% macro _plain_number(value) %}
  {% set number = value | float %}
  {% do return(number | int if number == number | int else number) %}
{% endmacro %}


{#
  What of the arguments of `train` can't wait until the model runs: dbt stores the options in the model's meta. It ends in an error of its
  own where one is not a plain value or an integer of more than 64 bits, and waits forever where a dict has keys that are not texts.
#}
{% macro _check_arguments_of_train(examples, options) %}
  {% set problems = dbt_nn._relation_problems('examples', examples, takes_text=true) %}
  {% for name in ['warm_start', 'encoding_from'] if name in options %}
    {% set value = options[name] %}
    {% if value is undefined %}
      {% do problems.extend(dbt_nn._relation_problems(name, value)) %}
    {% elif value is not none and value is not string and not dbt_nn._is_relation(value) %}
      {% do problems.append(dbt_nn._wrong(name, value, "a network of dbt_nn.train, as " ~ name ~ "=ref('...')")) %}
    {% endif %}
  {% endfor %}
  {% set by_itself = ['warm_start', 'encoding_from'] + (['trials'] if dbt_nn._is_relation(options.get('trials')) else []) %}
  {% for name, value in options.items() if name not in by_itself and not dbt_nn._is_plain(value) %}
    {% do problems.append(dbt_nn._wrong(name, value, dbt_nn._accepted_by(name))) %}
  {% endfor %}
  {% for name, value in options.items() if dbt_nn._is_plain(value) and value is mapping and name != 'class_weights' %}
    {% for key in value if key is not string %}
      {% do problems.append(name ~ " has the key " ~ key ~ "; accepted: a dict whose keys are strings") %}
    {% endfor %}
  {% endfor %}
  {% do dbt_nn._raise_problems("dbt_nn.train", problems) %}
  {% do dbt_nn._check_materialization() %}
{% endmacro %}


{# Whether dbt can store a value: a text, a truth value, none, a number of 64 bits, or lists and dicts of them. #}
{% macro _is_plain(value) %}
  {% if value is undefined %}
    {% do return(false) %}
  {% elif value is none or value is string or value is boolean %}
    {% do return(true) %}
  {% elif value is number %}
    {% do return(value > -9.2e18 and value < 9.2e18 or (value is float and dbt_nn._is_finite_number(value))) %}
  {% elif dbt_nn._is_relation(value) or not (value is mapping or dbt_nn._is_list(value)) %}
    {% do return(false) %}
  {% endif %}
  {% for one in (value.values() | list if value is mapping else value) if not dbt_nn._is_plain(one) %}
    {% do return(false) %}
  {% endfor %}
  {% do return(true) %}
{% endmacro %}


{# What an option accepts, in the words that it has for a value that is none. #}
{% macro _accepted_by(name) %}
  {% for option in dbt_nn._options_of('train') if option.name == name %}
    {% do return(dbt_nn._option_problem(option, [[]], 'train')) %}
  {% endfor %}
  {% do return("strings, numbers, booleans, and lists and dicts of them") %}
{% endmacro %}


{# The model's config is known when it runs; with another materialization the examples would be stored as if they were the network. #}
{% macro _check_materialization() %}
  {% if execute and model is defined and model.resource_type | string == 'model' and model.config is defined %}
    {% set materialized = model.config.materialized %}
    {% if materialized is string and materialized != 'neural_network' %}
      {% do exceptions.raise_compiler_error("dbt_nn.train: the model is materialized as " ~ materialized ~ ", but a network requires the "
        ~ "materialization neural_network, which train sets; remove materialized from the model's config") %}
    {% endif %}
  {% endif %}
{% endmacro %}


{#
  The model's query, before anything is done: one call of `train`, and nothing that makes no query of it. An ephemeral model of examples
  stands before it as a CTE, and so may one of the user's.
#}
{% macro _check_query_to_train(query, where) %}
  {% set calls = query.split('/*<examples>*/') | length - 1 %}
  {% set before = dbt_nn._without_comments(query.split('select * from /*<examples>*/')[0]) | trim %}
  {% set problems = [] %}
  {% if calls == 0 %}
    {% do problems.append("the model does not call dbt_nn.train; write {{ dbt_nn.train(examples=ref('...'), label='...') }}") %}
  {% elif calls > 1 %}
    {% do problems.append("the model calls dbt_nn.train " ~ calls ~ " times; accepted: once. Write a model for each network") %}
  {% elif before and before.split()[0] | lower != 'with' %}
    {% do problems.append("the model has the text " ~ dbt_nn._shown(before) ~ " before {{ dbt_nn.train(...) }}; remove it") %}
  {% elif dbt_nn._without_comments(query).rstrip().endswith(';') %}
    {% do problems.append("the model ends with a semicolon; remove it, because training embeds the query") %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}


{# Without whole lines of comment, and comments between marks. #}
{% macro _without_comments(query) %}
  {% set lines = [] %}
  {% for line in query.splitlines() if not line.strip().startswith('--') %}
    {% do lines.append(line) %}
  {% endfor %}
  {% set pieces = [] %}
  {% for piece in (lines | join('\n')).split('/*') %}
    {% do pieces.append(piece if loop.first else piece.split('*/')[1:] | join('*/')) %}
  {% endfor %}
  {% do return(pieces | join(' ')) %}
{% endmacro %}
