{# A metric as an aggregate over predictions. #}
{% macro _metric_value(model, metric, label, runs) -%}
  {%- if metric == 'accuracy' -%}{%- do return(dbt_nn._accuracy(label)) -%}
  {%- elif metric == 'log_loss' -%}{%- do return(dbt_nn._log_loss(model, label, runs)) -%}
  {%- elif metric == 'mae' -%}{%- do return(dbt_nn._of_all_predictions('avg(abs(' ~ dbt_nn._error(label) ~ '))')) -%}
  {%- elif metric == 'rmse' -%}{%- do return(dbt_nn._of_all_predictions('sqrt(' ~ dbt_nn._mean_squared_error(label) ~ ')')) -%}
  {%- elif metric == 'r2' -%}{%- do return(dbt_nn._of_all_predictions('1 - ' ~ dbt_nn._mean_squared_error(label) ~ ' / var_pop(' ~ dbt_nn._to_double(label) ~ ')')) -%}
  {%- endif -%}
  {%- do exceptions.raise_compiler_error("dbt_nn: no aggregate for the metric " ~ metric) -%}
{%- endmacro %}


{% macro _error(label) -%}
  {%- do return('(' ~ dbt_nn._to_double('predicted_value') ~ ' - ' ~ dbt_nn._to_double(label) ~ ')') -%}
{%- endmacro %}


{% macro _mean_squared_error(label) -%}
  {%- do return('avg(' ~ dbt_nn._error(label) ~ ' * ' ~ dbt_nn._error(label) ~ ')') -%}
{%- endmacro %}


{# A prediction that is missing makes the metric null: an average would leave it out. #}
{% macro _of_all_predictions(metric) -%}
  {%- do return('case when count(predicted_value) = count(*) then ' ~ metric ~ ' end') -%}
{%- endmacro %}


{# The part of the examples whose predicted label is the true one. #}
{% macro _accuracy(label) -%}
  {%- do return('avg(case when predicted_label = ' ~ label ~ ' then 1e0 else 0e0 end)') -%}
{%- endmacro %}


{#
  The mean of -ln(probability of the true class), with probabilities kept between 2^-52 and 1 - 2^-52 as scikit-learn does:
  https://scikit-learn.org/stable/modules/generated/sklearn.metrics.log_loss.html
#}
{% macro _log_loss(model, label, runs) -%}
  {%- if not runs -%}
    {#- Which column belongs to which class is looked up in the predictions, when the test runs. -#}
    {%- do return('cast(null as ' ~ dbt_nn._double_type() ~ ')') -%}
  {%- endif -%}
  {%- set own -%}
case cast({{ label }} as {{ dbt.type_string() }})
  {%- for class in dbt_nn._classes_in(model, label) %}
  when {{ dbt_nn._literal(class) }} then {{ dbt_nn._quoted(dbt_nn._probability_column(class)) }}
  {%- endfor %}
end
  {%- endset -%}
  {#- A probability that is null or NaN makes the metric null: avg would leave the one out, greatest might turn the other into a number. -#}
  {%- set loss = "-ln(least(greatest(" ~ own ~ ", 2.220446049250313e-16), 1 - 2.220446049250313e-16))" -%}
  {%- do return("case when sum(case when " ~ dbt_nn._is_finite(own) ~ " then 0 else 1 end) = 0 then avg(" ~ loss ~ ") end") -%}
{%- endmacro %}


{# The classes that the label has in the predictions; each needs its column of probabilities. #}
{% macro _classes_in(model, label) %}
  {% set columns = [] %}
  {% for column in get_column_schema_from_query('select * from ' ~ model) %}
    {% do columns.append(column.name | lower) %}
  {% endfor %}
  {% set classes = [] %}
  {% for row in run_query('select distinct cast(' ~ label ~ ' as ' ~ dbt.type_string() ~ ') as class from ' ~ model ~ ' where ' ~ label ~ ' is not null') %}
    {% set class = row['class'] | string %}
    {% set name = dbt_nn._probability_column(class) %}
    {% if name not in columns %}
      {% do exceptions.raise_compiler_error("dbt_nn.metric: " ~ model ~ " has no column " ~ name ~ " for the class " ~ class ~ " of its label " ~ label ~ "; it has " ~ columns | join(', ')) %}
    {% endif %}
    {% do classes.append(class) %}
  {% endfor %}
  {% do return(classes | sort) %}
{% endmacro %}
