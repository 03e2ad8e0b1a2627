{#
  Logs it if the validation rows are used for more than one choice: each choice takes what looks best on these rows, so metrics on them are
  slightly too good. docs/comparison.md says by how much.
#}
{% macro _log_uses_of_validation(prepared) %}
  {% set counts = prepared.encoding.counts %}
  {% set options = prepared.options %}
  {% set uses = [] %}
  {% do uses.append('early stopping') if options.early_stopping %}
  {% do uses.append('calibrate') if options.calibrate != 'none' %}
  {% do uses.append('interval') if options.interval %}
  {% if options.promote is mapping and (options.promote.get('split') == 'validation' or not counts.test) %}
    {% do uses.append('promote') %}
  {% endif %}
  {% if counts.validation and uses | length > 1 %}
    {% set instead = "the " ~ dbt_nn._with_commas(counts.test) ~ " test rows are not used for any choice" if counts.test
      else "add test rows for unbiased metrics, such as split={'train': 0.7, 'validation': 0.15, 'test': 0.15}" %}
    {% do log(prepared.where ~ ": the " ~ dbt_nn._with_commas(counts.validation) ~ " validation rows are used for "
      ~ uses[:-1] | join(', ') ~ " and " ~ uses[-1] ~ ", so metrics on them are slightly too good; " ~ instead, info=true) %}
  {% endif %}
{% endmacro %}
