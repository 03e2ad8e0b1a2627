{# The facts of a report as Markdown, for a pull request: gates first, then numbers. #}
{% macro _card(facts) %}
  {% set network = facts.network %}
  {% set judged = facts.gates | rejectattr('fails', 'none') | list %}
  {% set failed = judged | selectattr('fails') | list %}
  {% set lines = [
    '# ' ~ dbt_nn._card_text(network.name),
    '',
    ('**Fails ' ~ failed | length ~ ' of ' ~ judged | length ~ ' gates.**' if failed
      else '**Passes all ' ~ judged | length ~ ' gates.**' if judged else '**Has no gates.**')
      ~ ' Predicts ' ~ dbt_nn._card_name(network.label) ~ ' (' ~ (network.classes | length ~ ' classes' if network.classes else 'a number')
      ~ ') from ' ~ network.features | length ~ ' features; ' ~ network.parameters ~ ' parameters'
      ~ (' in each network.' if 'fleet' in facts else '.')
  ] %}
  {% do lines.extend(dbt_nn._card_of_gates(facts.gates)) %}
  {% do lines.extend(dbt_nn._card_of_fleet(facts)) %}
  {% do lines.extend(dbt_nn._card_of_metrics(facts)) %}
  {% do lines.extend(dbt_nn._card_of_confusion(facts)) %}
  {% do lines.extend(dbt_nn._card_of_features(facts)) %}
  {% do lines.extend(dbt_nn._card_of_trainings(facts.trainings)) %}
  {% do lines.extend(['', 'dbt_nn ' ~ facts.made.version ~ ', dbt ' ~ facts.made.dbt_version ~ ', target '
    ~ dbt_nn._card_text(facts.made.target) ~ ', ' ~ facts.made.at ~ ' UTC']) %}
  {% do return(lines | join('\n')) %}
{% endmacro %}


{% macro _card_of_gates(gates) %}
  {% set rows = [] %}
  {% for gate in gates %}
    {% set shown = gate.rows | first %}
    {% set bound = [] %}
    {% for name, value in gate.arguments.items() if name in ['at_least', 'at_most', 'margin', 'days'] %}
      {% do bound.append(name ~ ' ' ~ value) %}
    {% endfor %}
    {% do rows.append([
      dbt_nn._card_name(gate.name), dbt_nn._card_text(gate.gate ~ (' of ' ~ gate.arguments.metric if gate.arguments.get('metric') else '')),
      dbt_nn._card_text(gate.where or gate.model), dbt_nn._card_measured(shown) if shown else '',
      bound | join(', '), 'not built' if gate.fails is none else '✗ fails' if gate.fails else '✓ passes'
    ]) %}
  {% endfor %}
  {% do return(dbt_nn._card_table('Gates', ['Data test', 'Measures', 'On', 'Measured', 'Threshold', 'Result'], rows)) %}
{% endmacro %}


{# The value of the row that fails, or is nearest to it; of which group, and the baseline's. #}
{% macro _card_measured(row) %}
  {% set baseline = '' if row.baseline_value is none else ', baseline ' ~ dbt_nn._card_number(row.baseline_value) %}
  {% do return(dbt_nn._card_number(row.value) ~ baseline ~ (' (' ~ dbt_nn._card_text(row.group) ~ ')' if row.group else '')) %}
{% endmacro %}


{# The metrics of each split, and of a constant guess for the rows that are held out. #}
{% macro _card_of_metrics(facts) %}
  {% set splits = facts.data.splits %}
  {% set head = ['Metric'] %}
  {% for split in splits %}
    {% do head.append((split.split or 'all rows') ~ ' (' ~ split.examples ~ ' rows)') %}
  {% endfor %}
  {% set rows = [] %}
  {% for name in facts.better if splits and name in splits[0] %}
    {% set row = [name] %}
    {% for split in splits %}
      {% do row.append(dbt_nn._card_number(split[name])) %}
    {% endfor %}
    {% do rows.append(row + [dbt_nn._card_number(facts.baseline.get(name))]) %}
  {% endfor %}
  {% do return(dbt_nn._card_table('Metrics', head + ['constant guess'], rows)) %}
{% endmacro %}


{# Down the labels, across what they were predicted as; of at most 15 classes. #}
{% macro _card_of_confusion(facts) %}
  {% set classes = facts.network.classes %}
  {% if not classes or classes | length > 15 or not facts.confusion %}
    {% do return([]) %}
  {% endif %}
  {% set rows = [] %}
  {% for label in classes %}
    {% set row = [dbt_nn._card_text(label)] %}
    {% for predicted in classes %}
      {% set found = facts.confusion | selectattr('label', 'equalto', label) | selectattr('predicted_label', 'equalto', predicted)
        | selectattr('is_held_out') | map(attribute='examples') | sum %}
      {% do row.append(found | string) %}
    {% endfor %}
    {% do rows.append(row) %}
  {% endfor %}
  {% set head = ['Label, predicted as'] %}
  {% for label in classes %}
    {% do head.append(dbt_nn._card_text(label)) %}
  {% endfor %}
  {% do return(dbt_nn._card_table('Confusion matrix, ' ~ (facts.data.held_out or 'all rows'), head, rows)) %}
{% endmacro %}


{% macro _card_of_features(facts) %}
  {% set rows = [] %}
  {% for feature in (facts.importance or [])[:10] %}
    {% do rows.append([
      dbt_nn._card_name(feature.feature), dbt_nn._card_number(feature.importance), dbt_nn._card_number(feature.spread)
    ]) %}
  {% endfor %}
  {% set metric = facts.importance[0].metric if facts.importance else '' %}
  {% do return(dbt_nn._card_table('Features', ['Feature', 'Importance by ' ~ metric, 'Spread'], rows)) %}
{% endmacro %}


{# The last five, newest first. #}
{% macro _card_of_trainings(trainings) %}
  {% set rows = [] %}
  {% for training in (trainings | sort(attribute='training', reverse=true))[:5] %}
    {% do rows.append([
      training.training | string, (training.trained_at or '')[:16], dbt_nn._card_number(training.train_rows),
      dbt_nn._card_number(training.validation_loss), training.outcome or '', dbt_nn._card_text(training.reason or '')
    ]) %}
  {% endfor %}
  {% do return(dbt_nn._card_table('Trainings', ['Training', 'Trained at (UTC)', 'Rows', 'Validation loss', 'Outcome', 'Reason'], rows)) %}
{% endmacro %}


{# A heading and a table; nothing where there are no rows. #}
{% macro _card_table(title, head, rows) %}
  {% if not rows %}
    {% do return([]) %}
  {% endif %}
  {% set lines = ['', '## ' ~ title, '', '| ' ~ head | join(' | ') ~ ' |', '|' ~ ' --- |' * (head | length)] %}
  {% for row in rows %}
    {% do lines.append('| ' ~ row | join(' | ') ~ ' |') %}
  {% endfor %}
  {% do return(lines) %}
{% endmacro %}


{# A text of the user's that is text in Markdown too: no column of a table, no tag, no link, no emphasis. #}
{% macro _card_text(text) %}
  {% set state = namespace(text=text | string | replace('\n', ' ') | replace('\r', ' ') | replace('\\', '\\\\')) %}
  {% for sign in ['|', '*', '_', '`', '[', ']', '#', '~', '@'] %}
    {% set state.text = state.text | replace(sign, '\\' ~ sign) %}
  {% endfor %}
  {% do return(state.text | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;')) %}
{% endmacro %}


{# A name as code, where it has no sign that would end the code or the column. #}
{% macro _card_name(name) %}
  {% set is_plain = '`' not in name | string and '|' not in name | string and '\n' not in name | string %}
  {% do return('`' ~ name ~ '`' if is_plain else dbt_nn._card_text(name)) %}
{% endmacro %}


{% macro _card_number(value) %}
  {% if value is none or value is undefined %}
    {% do return('') %}
  {% endif %}
  {% set size = value | abs %}
  {% do return((value | round(4) if size < 100 else value | round(1)) | string if value != value | int else value | int | string) %}
{% endmacro %}
