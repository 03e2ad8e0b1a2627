{# A fleet's part of a card: which networks there are, the groups that gain least, the trials and the folds. #}
{% macro _card_of_fleet(facts) %}
  {% if 'fleet' not in facts %}
    {% do return([]) %}
  {% endif %}
  {% set fleet = facts.fleet %}
  {% set why = [] %}
  {% for reason in fleet.networks | map(attribute='reason') | select | unique | sort %}
    {% do why.append(fleet.networks | selectattr('reason', 'equalto', reason) | list | length ~ ' (' ~ reason ~ ')') %}
  {% endfor %}
  {% set kept = fleet.networks | selectattr('is_kept') | list | length %}
  {% set said = kept ~ (' network predicts' if kept == 1 else ' networks predict') ~ ('; not used: ' ~ why | join(', ') if why else '') %}
  {% do return(
    ['', '## Fleet', '', said ~ '.'] + dbt_nn._card_of_groups(fleet) + dbt_nn._card_of_trials(fleet.leaderboard)
    + dbt_nn._card_of_folds(fleet)
  ) %}
{% endmacro %}


{# At most eight, those that gain least first. #}
{% macro _card_of_groups(fleet) %}
  {% set measured = fleet.by_group | rejectattr('gain', 'none') | sort(attribute='gain') %}
  {% set worse = measured | selectattr('gain', 'le', 0) | list | length %}
  {% set rows = [] %}
  {% for group in measured[:8] %}
    {% do rows.append([
      dbt_nn._card_text(group.group), group.examples | string, dbt_nn._card_number(group.metric_value),
      dbt_nn._card_number(group.baseline_value), dbt_nn._card_number(group.gain)
    ]) %}
  {% endfor %}
  {% set title = 'Groups, ' ~ worse ~ ' of ' ~ measured | length ~ ' not better than a constant guess' %}
  {% do return(dbt_nn._card_table(title, ['Group', 'Rows', fleet.metric, 'constant guess', 'Gain'], rows)) %}
{% endmacro %}


{# The best five of several. #}
{% macro _card_of_trials(leaderboard) %}
  {% set rows = [] %}
  {% for row in leaderboard[:5] if leaderboard | length > 1 %}
    {% do rows.append([
      row.rank | string, row.trial | string, dbt_nn._card_name(row.options), dbt_nn._card_number(row.metric_mean),
      dbt_nn._card_number(row.metric_spread), '✓' if row.is_kept | lower == 'true' else ''
    ]) %}
  {% endfor %}
  {% set metric = leaderboard[0].metric if leaderboard else '' %}
  {% do return(dbt_nn._card_table('Trials', ['Rank', 'Trial', 'Options', 'Mean ' ~ metric, 'Spread', 'Predicts'], rows)) %}
{% endmacro %}


{% macro _card_of_folds(fleet) %}
  {% set rows = [] %}
  {% for fold in fleet.by_fold %}
    {% do rows.append([
      fold.fold, fold.examples | string, dbt_nn._card_number(fold.metric_value), dbt_nn._card_number(fold.baseline_value)
    ]) %}
  {% endfor %}
  {% do return(dbt_nn._card_table('Folds', ['Fold', 'Rows', fleet.metric, 'constant guess'], rows)) %}
{% endmacro %}
