{# What an iteration reports of itself. #}
{% macro _packed_measured(network) %}
  {% set none_there = 'cast(null as ' ~ network.warehouse.double_type ~ ')' %}
  {% set measured = [] %}
  {% for split in ['train', 'validation'] %}
    {% set shares = split ~ '_shares' %}
    {% set is_there = split == 'train' or network.has_validation %}
    {% set loss = dbt_nn._dot_product(shares, 'example_losses') %}
    {% set rows = dbt_nn._map(shares, 'share', dbt_nn._to_double('sign(share)')) %}
    {% set accuracy = dbt_nn._dot_product(rows, 'are_correct') ~ ' / ' ~ dbt_nn._list_sum(rows) %}
    {% if network.is_weighted %}
      {% set accuracy = dbt_nn._dot_product(shares, 'are_correct') ~ ' / ' ~ dbt_nn._dot_product(shares, rows) %}
    {% endif %}
    {% if split == 'train' and network.has_penalty %}
      {% set loss = loss ~ ' + penalty' %}
    {% endif %}
    {% set condition = 'case when ' ~ dbt_nn._list_sum(shares) ~ ' > 0 then ' if split == 'validation' and network.batch_size else '' %}
    {% set end = ' end' if condition else '' %}
    {% do measured.append((condition ~ loss ~ end if is_there else none_there) ~ ' as ' ~ split ~ '_loss') %}
    {% do measured.append((condition ~ accuracy ~ end if is_there and network.classes else none_there) ~ ' as ' ~ split ~ '_accuracy') %}
  {% endfor %}
  {% do return(measured + (['penalty'] if dbt_nn._stops_by_penalty(network) else [])) %}
{% endmacro %}


{# What an iteration reports of itself, as aggregates over the examples. #}
{% macro _measured(network) %}
  {% if not network.reports_splits %}
    {% do return(['avg(example_loss) as train_loss']) %}
  {% endif %}
  {% set none_there = 'cast(null as ' ~ network.warehouse.double_type ~ ')' %}
  {% set validates = network.has_validation %}
  {% do return([
    'sum(train_share * example_loss)' ~ (' + max(penalty)' if network.has_penalty else '') ~ ' as train_loss',
    (dbt_nn._validated(network, 'sum(validation_share * example_loss)') if validates else none_there) ~ ' as validation_loss',
    (dbt_nn._correct_part(network, 'train_share') if network.classes else none_there) ~ ' as train_accuracy',
    (
      dbt_nn._validated(network, dbt_nn._correct_part(network, 'validation_share')) if network.classes and validates
      else none_there
    ) ~ ' as validation_accuracy'
  ] + (['max(penalty) as penalty'] if dbt_nn._stops_by_penalty(network) else [])) %}
{% endmacro %}


{# Of mini-batches, only the last of an epoch has validation rows. #}
{% macro _validated(network, measure) -%}
  {%- do return('case when sum(validation_share) > 0 then ' ~ measure ~ ' end' if network.batch_size else measure) -%}
{%- endmacro %}


{#
  Counts over counts: a sum of shares would miss 1 by a few digits. Rows that weigh have no counts; where all are correct, both sums are the
  same.
#}
{% macro _correct_part(network, share) -%}
  {%- if network.is_weighted -%}
    {%- do return('sum(' ~ share ~ ' * is_correct) / sum(' ~ share ~ ')') -%}
  {%- endif -%}
  {%- do return('sum(sign(' ~ share ~ ') * is_correct) / sum(sign(' ~ share ~ '))') -%}
{%- endmacro %}


{# The columns that those aggregates read. #}
{% macro _measured_columns(network) %}
  {% if not network.reports_splits %}
    {% do return(['example_loss']) %}
  {% endif %}
  {% do return(
    ['example_loss', 'train_share']
    + (['validation_share'] if network.has_validation else [])
    + (['is_correct'] if network.classes else [])
    + (['penalty'] if network.has_penalty else [])
  ) %}
{% endmacro %}
