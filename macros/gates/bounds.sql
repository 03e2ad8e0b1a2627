{#
  What is wrong with `at_least` and `at_most` of a measure that lies between `least` and `most` (none where there is no end): one of them is
  there, both are finite numbers, and the test can pass, and can fail. Nothing is above NaN.
#}
{% macro _bounds_problems(at_least, at_most, least=none, most=none, what='the measure', judge='the test') %}
  {% if at_least is none and at_most is none %}
    {% do return(["set at_least, at_most or both; without a threshold the test can never fail"]) %}
  {% endif %}
  {% set problems = [] %}
  {% for name, bound in [('at_least', at_least), ('at_most', at_most)] if bound is undefined or bound is not none %}
    {% do problems.extend(dbt_nn._number_problems(name, bound)) %}
  {% endfor %}
  {% if problems %}
    {% do return(problems) %}
  {% endif %}
  {% do problems.extend(dbt_nn._useless_bound('at_least', at_least, least, most, what, judge)) %}
  {% do problems.extend(dbt_nn._useless_bound('at_most', at_most, least, most, what, judge)) %}
  {% if at_least is not none and at_most is not none and at_least > at_most %}
    {% do problems.append("at_least is " ~ at_least ~ ", above at_most, which is " ~ at_most ~ ", so " ~ judge ~ " can never pass") %}
  {% endif %}
  {% do return(problems) %}
{% endmacro %}


{# A bound that nothing misses, or nothing reaches. #}
{% macro _useless_bound(name, bound, least, most, what, judge='the test') %}
  {% set is_below = least is not none and bound is not none and (bound < least or (bound == least and name == 'at_least')) %}
  {% set is_above = most is not none and bound is not none and (bound > most or (bound == most and name == 'at_most')) %}
  {% if not is_below and not is_above %}
    {% do return([]) %}
  {% endif %}
  {% set cannot = "fail" if (name == 'at_least') == is_below else "pass" %}
  {% set ends = [] %}
  {% if least is not none %}
    {% do ends.append(("above " if name == 'at_least' else "of at least ") ~ least) %}
  {% endif %}
  {% if most is not none %}
    {% do ends.append(("of at most " if name == 'at_least' else "below ") ~ most) %}
  {% endif %}
  {% do return([name ~ " is " ~ bound ~ ", so " ~ judge ~ " can never " ~ cannot ~ ": " ~ what ~ " is "
    ~ ("from " ~ least ~ " to " ~ most if least is not none and most is not none
      else "at least " ~ least if least is not none else "at most " ~ most)
    ~ "; accepted: a number " ~ ends | join(" and ")]) %}
{% endmacro %}


{# The bounds of a metric, which is one name. #}
{% macro _metric_bounds_problems(metric, at_least, at_most, judge='the test') %}
  {% set known = dbt_nn._metric_named(metric) if metric is string else none %}
  {% set range = known.range if known else [none, none] %}
  {% do return(dbt_nn._bounds_problems(at_least, at_most, range[0], range[1], metric if known else 'the metric', judge)) %}
{% endmacro %}


{# The one bound of a measure that has no other. #}
{% macro _upper_bound_problems(at_most, least, most, what) %}
  {% set problems = dbt_nn._number_problems('at_most', at_most) %}
  {% do return(problems or dbt_nn._useless_bound('at_most', at_most, least, most, what)) %}
{% endmacro %}


{# By how much a metric must be better than a baseline's: less than it can be. #}
{% macro _margin_problems(metric, margin) %}
  {% set known = dbt_nn._metric_named(metric) if metric is string else none %}
  {% set problems = dbt_nn._number_problems('margin', margin) %}
  {% if problems or not known or none in known.range %}
    {% do return(problems) %}
  {% endif %}
  {% set width = known.range[1] - known.range[0] %}
  {% if margin < width and margin >= -width %}
    {% do return([]) %}
  {% endif %}
  {% do return(["margin is " ~ margin ~ ", so the test can never " ~ ("pass" if margin > 0 else "fail") ~ ": " ~ metric ~ " is from "
    ~ known.range[0] ~ " to " ~ known.range[1] ~ "; accepted: a number below " ~ width ~ " and of at least " ~ -width]) %}
{% endmacro %}
