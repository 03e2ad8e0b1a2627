{# The metrics of labels and probabilities, as aggregates over `class_scores`. #}
{% macro _accuracy(name, read) -%}
  {%- do return('case when sum(actual) > 0 then sum(hits) / sum(actual) end') -%}
{%- endmacro %}


{% macro _balanced_accuracy(name, read) -%}
  {%- do return('avg(case when actual > 0 then class_recall end)') -%}
{%- endmacro %}


{# precision_macro is the mean of class_precision. #}
{% macro _mean_over_classes(name, read) -%}
  {%- do return('avg(class_' ~ name[:-6] ~ ')') -%}
{%- endmacro %}


{% macro _f1_weighted(name, read) -%}
  {%- do return('case when sum(actual) > 0 then sum(class_f1 * actual) / sum(actual) end') -%}
{%- endmacro %}


{% macro _score_of_positive(name, read) -%}
  {%- set class = dbt_nn._literal(read.positive.name) -%}
  {%- set score = 'max(case when class = ' ~ class ~ ' then class_' ~ name ~ ' else ' ~ dbt_nn._number(0) ~ ' end)' -%}
  {%- do return('case when sum(actual) > 0 then ' ~ score ~ ' end') -%}
{%- endmacro %}


{% macro _log_loss(name, read) -%}
  {%- do return('case when sum(actual) > 0 and sum(lost_log_losses) = 0 then sum(log_loss) / sum(actual) end') -%}
{%- endmacro %}


{# Of two classes half the sum, which is the square of the one difference. #}
{% macro _brier_score(name, read) -%}
  {%- set half = '0.5 * ' if not read.positive and read.classes | length == 2 else '' -%}
  {%- do return('case when sum(actual) > 0 and sum(lost_brier_scores) = 0 then ' ~ half ~ 'sum(brier_score) / sum(actual) end') -%}
{%- endmacro %}


{# 0 where labels or predictions are all of one class. #}
{% macro _matthews_correlation(name, read) -%}
case
  when sum(actual) > 0 and (count(case when actual > 0 then 1 end) < 2 or count(case when predicted > 0 then 1 end) < 2)
    then {{ dbt_nn._number(0) }}
  when sum(actual) > 0 then
    (sum(hits) * sum(actual) - sum(actual * predicted))
    / sqrt((sum(actual) * sum(actual) - sum(predicted * predicted)) * (sum(actual) * sum(actual) - sum(actual * actual)))
end
{%- endmacro %}
