{# The tables that training makes: not too many, and none of a name that the warehouse would refuse or cut. #}
{% macro _check_checkpoints(options, where, helper_suffixes=[]) %}
  {% set iterations = dbt_nn._most_iterations(options) %}
  {% set longest_suffix = '__iteration_' ~ iterations %}
  {% set problems = [] %}
  {% for suffix in helper_suffixes if dbt_nn._is_too_long(this.identifier ~ suffix) %}
    {% do problems.append(
      "the name of the helper table " ~ this.identifier ~ suffix ~ " has more than " ~ dbt_nn._longest_name_in_words()
      ~ "; give the model a shorter name or alias"
    ) %}
  {% endfor %}
  {% if dbt_nn._is_too_long(this.identifier ~ longest_suffix) %}
    {% do problems.append(
      "the name of the checkpoint " ~ this.identifier ~ longest_suffix ~ " has more than " ~ dbt_nn._longest_name_in_words()
      ~ "; give the model a shorter name or alias"
    ) %}
  {% endif %}
  {% if options.checkpoint_every != 'auto' and iterations / options.checkpoint_every > 1000 %}
    {% do problems.append(
      "checkpoint_every is " ~ options.checkpoint_every ~ ", which would create more than 1,000 checkpoint tables for " ~ iterations
      ~ " iterations; accepted: at least " ~ (iterations / 1000) | round(0, 'ceil') | int
    ) %}
  {% endif %}
  {% do dbt_nn._raise_problems(where, problems) %}
{% endmacro %}
