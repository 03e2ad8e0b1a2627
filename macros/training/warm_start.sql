{#
  The network that a training starts from; none if there is none.
    relation    its name, as it stands in SQL
    shape       see shape.sql;  options  as they are stored
    iteration   the iterations that it has behind it, where the optimizer goes on with its state; 0 where the state starts anew
#}
{% macro _warm_start(query, options, where) %}
  {% set relation = dbt_nn._marked_relation(query, 'warm_start', where) %}
  {% if not relation %}
    {% do return(none) %}
  {% endif %}
  {% set what = where ~ ": warm_start is " ~ relation %}
  {% set standing = load_relation(dbt_nn._relation_of(relation)) %}
  {% if standing is none %}
    {% do exceptions.raise_compiler_error(what ~ ", which is not there; build its model first") %}
  {% endif %}
  {% set columns = dbt_nn._columns_of_query('select * from ' ~ relation) %}
  {% if 'role' not in columns or 'output_name' not in columns %}
    {% do exceptions.raise_compiler_error(
      what ~ ", which is no network of dbt_nn.train: it has the columns " ~ columns.keys() | join(', ')
    ) %}
  {% endif %}
  {% set found = run_query(dbt_nn._facts_of_network(relation)).rows[0] %}
  {% if not found['parameters'] %}
    {% do exceptions.raise_compiler_error(what ~ ", which has no parameters; train it first") %}
  {% elif found['networks'] != 1 %}
    {% do exceptions.raise_compiler_error(what ~ ", which holds " ~ found['networks'] ~ " networks; accepted: a relation of one") %}
  {% endif %}

  {% set rows = run_query(dbt_nn._shape_rows(relation)).rows %}
  {% set shape = dbt_nn._shape_from_rows(rows, relation) %}
  {% if found['parameters'] != shape.parameters %}
    {% do exceptions.raise_compiler_error(
      what ~ ", which has " ~ found['parameters'] ~ " parameters; layers of " ~ dbt_nn._sizes(shape) | join('-') ~ " units have "
      ~ shape.parameters
    ) %}
  {% endif %}
  {% set stored = {} %}
  {% for row in rows if row['role'] == 'option' %}
    {% do stored.update({row['input_name']: row['output_name']}) %}
  {% endfor %}
  {% do return({
    'relation': relation,
    'shape': shape,
    'options': stored,
    'iteration': dbt_nn._iterations_behind(relation, stored, found, options, where)
  }) %}
{% endmacro %}


{% macro _facts_of_network(relation) -%}
select
  sum(case when role in ('weight', 'bias') then 1 else 0 end) as parameters,
  sum(case when role = 'optimizer_state' then 1 else 0 end) as states,
  count(distinct network_key) as networks,
  max(iteration) as iteration
from {{ relation }}
where role in ('weight', 'bias', 'optimizer_state')
{%- endmacro %}


{# An optimizer goes on with its own state only, and only from where that is: early stopping keeps parameters that it has left behind. #}
{% macro _iterations_behind(relation, stored, found, options, where) %}
  {% set optimizer = dbt_nn._name_of_optimizer(options) %}
  {% set constants = dbt_nn._constants_of_choice(dbt_nn._optimizer(optimizer).constants, options.optimizer) %}
  {% set columns = dbt_nn._optimizer(optimizer).parts(0, constants).state %}
  {% set lost = '' %}
  {% if stored.get('optimizer') != optimizer %}
    {% set lost = "that network was trained by " ~ stored.get('optimizer') %}
  {% elif stored.get('early_stopping') != 'false' %}
    {% set lost = "early stopping has kept earlier parameters than the optimizer's last" %}
  {% elif found['states'] != found['parameters'] * columns | length %}
    {% set lost = "that network holds no state" %}
  {% endif %}
  {% if lost %}
    {% do log(where ~ ": starts from " ~ relation ~ "; " ~ optimizer ~ " and the count of iterations begin anew, for " ~ lost, info=true) %}
    {% do return(0) %}
  {% endif %}
  {% do log(
    where ~ ": starts from " ~ relation ~ " after its iteration " ~ found['iteration'] ~ ", and " ~ optimizer ~ " goes on", info=true
  ) %}
  {% do return(found['iteration'] | int) %}
{% endmacro %}


{# {options, description} as the network to start from has them; raises, with every difference, where they are other ones. #}
{% macro _as_warm_start(warm_start, description, options, where) %}
  {% set stored = warm_start.options %}
  {% set problems = [] %}
  {% for name in ['hidden_layers', 'activation', 'max_categories', 'missing_indicator'] %}
    {% set value = options[name] if options[name] is string else options[name] | tojson %}
    {% if value != stored.get(name) %}
      {% do problems.append(name ~ " is " ~ value ~ ", and " ~ stored.get(name) ~ " there") %}
    {% endif %}
  {% endfor %}
  {% if options.task not in ['by label', stored.task] %}
    {% do problems.append("task is " ~ options.task ~ ", and " ~ stored.task ~ " there") %}
  {% endif %}
  {% set loss = dbt_nn._loss_of(options.loss, stored.task == 'classification') %}
  {% set loss_there = dbt_nn._loss_of(dbt_nn._stored_loss(stored.loss), stored.task == 'classification') %}
  {% if dbt_nn._meaning_of_scores(loss) != dbt_nn._meaning_of_scores(loss_there) %}
    {% do problems.append(
      "loss is " ~ dbt_nn._loss_in_words(loss) ~ ", and " ~ dbt_nn._loss_in_words(loss_there)
      ~ " there, whose scores mean something else"
    ) %}
  {% endif %}
  {% set classes = dbt_nn._classes_as_text(options.classes or []) %}
  {% if options.classes is not none and classes != warm_start.shape.classes %}
    {% do problems.append("classes are " ~ (classes | tojson) ~ ", and " ~ (warm_start.shape.classes | tojson) ~ " there") %}
  {% endif %}
  {% set label = description.label %}
  {% if label.name | lower != stored.label | lower %}
    {% do problems.append("label is " ~ label.name ~ ", and " ~ stored.label ~ " there") %}
  {% elif dbt_nn._kind_to_compare(label.kind) != dbt_nn._kind_to_compare(stored.label_kind) %}
    {% do problems.append("label " ~ label.name ~ " is " ~ label.type ~ ", and " ~ stored.label_type ~ " there") %}
  {% endif %}
  {% set features = dbt_nn._features_in_order(warm_start, description, options, problems) %}
  {% if problems %}
    {% do exceptions.raise_compiler_error(
      where ~ ": warm_start is " ~ warm_start.relation ~ ", whose encoding and shape are other ones:\n  - " ~ problems | join("\n  - ")
    ) %}
  {% endif %}
  {% do return({
    'options': dict(options, task=stored.task, classes=warm_start.shape.classes or none),
    'description': dict(description, features=features)
  }) %}
{% endmacro %}


{# Losses of one meaning can follow each other: the scores stay logits, or a number on the scale of the label. #}
{% macro _meaning_of_scores(loss) %}
  {% do return([dbt_nn._outputs_of(loss.loss)[0], loss.loss_constants.get('levels')]) %}
{% endmacro %}


{% macro _loss_in_words(loss) %}
  {% do return(loss.loss ~ (' of ' ~ loss.loss_constants.levels | join(', ') if 'levels' in loss.loss_constants else '')) %}
{% endmacro %}


{# The features of the examples in the order of the network; without being told, the columns that it knows. #}
{% macro _features_in_order(warm_start, description, options, problems) %}
  {% set kinds = fromjson(warm_start.options.feature_kinds) %}
  {% set own = {} %}
  {% for feature in description.features %}
    {% do own.update({feature.name | lower: feature}) %}
  {% endfor %}
  {% set known = [] %}
  {% set features = [] %}
  {% for name in fromjson(warm_start.options.features) %}
    {% do known.append(name | lower) %}
    {% set feature = own.get(name | lower) %}
    {% if feature is none %}
      {% do problems.append("feature " ~ name ~ " is missing, and there it is one") %}
    {% elif dbt_nn._kind_to_compare(feature.kind) != kinds[loop.index0] %}
      {% do problems.append("feature " ~ name ~ " is " ~ feature.type ~ ", and " ~ kinds[loop.index0] ~ " there") %}
    {% endif %}
    {% do features.append(feature) %}
  {% endfor %}
  {% for name, feature in own.items() if name not in known and options.features is not none %}
    {% do problems.append("feature " ~ feature.name ~ " is none there") %}
  {% endfor %}
  {% do return(features) %}
{% endmacro %}


{# A whole number is encoded as a number. #}
{% macro _kind_to_compare(kind) %}
  {% do return('number' if kind == 'integer' else kind) %}
{% endmacro %}


{# The encoding of the network to start from, in the words of learn.sql: its parameters mean nothing with another one. #}
{% macro _encoding_of(warm_start, description) %}
  {% set features = [] %}
  {% for index, feature in warm_start.shape.sources.items() %}
    {% do features.append(dict(feature, quoted=description.features[index - 1].quoted)) %}
  {% endfor %}
  {% do return({'features': features, 'target': warm_start.shape.target}) %}
{% endmacro %}


{# The parameters to start from, and the state of the optimizer where it goes on. #}
{% macro _continued(network, warm_start) -%}
{%- set state = dbt_nn._optimizer_state(network) | map(attribute='name') | list if warm_start.iteration else [] -%}
with parameters as (
  -- one row per parameter of the network to start from
  select
    layer,
    input,
    output,
    {%- for name in state %}
    max(case when role = 'optimizer_state' and output_name = '{{ name }}' then value end) as {{ name }},
    {%- endfor %}
    max(case when role in ('weight', 'bias') then value end) as value
  from {{ warm_start.relation }}
  where role in ('weight', 'bias', 'optimizer_state')
  group by layer, input, output
)

select
  cast('' as {{ dbt.type_string() }}) as network_key,
  cast({{ warm_start.iteration }} as {{ dbt.type_int() }}) as iteration,
  cast(layer as {{ dbt.type_int() }}) as layer,
  cast(input as {{ dbt.type_int() }}) as input,
  cast(output as {{ dbt.type_int() }}) as output,
  value,
  {%- for column in dbt_nn._state_columns(network) %}
  {{ column.name if column.name in state else column.start ~ ' as ' ~ column.name }}{{ ',' if not loop.last }}
  {%- endfor %}
from parameters
{%- endmacro %}
