{# The tables that training makes: not too many, and none of a name that the warehouse would refuse or cut. #}
{% macro _check_checkpoints(options, where, helper_suffixes=[]) %}
  {% set longest_suffix = '__iteration_' ~ options.iterations %}
  {% set problems = [] %}
  {% for suffix in helper_suffixes if (this.identifier ~ suffix) | length > dbt_nn._warehouse().longest_name %}
    {% do problems.append(
      "the helper table's name " ~ this.identifier ~ suffix ~ " has more than " ~ dbt_nn._warehouse().longest_name
      ~ " letters; give the model a shorter name or alias"
    ) %}
  {% endfor %}
  {% if (this.identifier ~ longest_suffix) | length > dbt_nn._warehouse().longest_name %}
    {% do problems.append(
      "the checkpoint's name " ~ this.identifier ~ longest_suffix ~ " has more than " ~ dbt_nn._warehouse().longest_name
      ~ " letters; give the model a shorter name or alias"
    ) %}
  {% endif %}
  {% if options.checkpoint_every != 'auto' and options.iterations / options.checkpoint_every > 1000 %}
    {% do problems.append(
      "checkpoint_every is " ~ options.checkpoint_every ~ ", which makes more than 1000 tables of " ~ options.iterations
      ~ " iterations; accepted: at least " ~ (options.iterations / 1000) | round(0, 'ceil') | int
    ) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}
