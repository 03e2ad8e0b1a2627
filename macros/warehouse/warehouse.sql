{#
  What a warehouse is and can do: one record, with the reason for each value beside it. A network's record holds it, so that it is looked up
  once.
    name                        of the adapter
    adapters                    the adapters that this record and the variants beside it were written for; for another one that
                                inherits them from dbt, every macro raises an error
    lacks                       for an adapter that can't be one of them, why; none if nobody has tried
    double_type, bigint_type    the types of 64-bit numbers; dbt.type_float() is 32 bits wide on DuckDB, and GoogleSQL's analyzer knows no
                                bigint
    array_opens, array_closes   around the elements of an array
    fence                       ends a stage's SELECT, so that it is not merged into the next one
    join_fence                  the same behind a join of rows to the parameters of their networks
    folds_names                 which quoted names of columns are one name though they differ by case: '' none do; 'ascii' of a to z; 'all'.
                                A query that selects two of one name may still have two columns: one is renamed (DuckDB), or neither can
                                be read (Spark)
    settings                    statements before one that iterates, each with its semicolon; they hold until its transaction ends
   lists
    prefers_lists               one list per unit is faster than one column per parameter, for networks of more than a few
    multiplies_lists            a weighted sum is the dot product of two lists; else it is written out, element by element
    has_dots                    the layout `dots` is written for it
    collects_columns            whole columns are collected into lists, so that a gradient is the dot product of two columns: their order
                                must agree when one aggregate collects them all; else every example's products are added up by their
                                position
    computes_once               a query computes a CTE that it reads more than once only once
    picks_elements              a parameter's gradient is picked out of the list of all of them; else the list is turned into rows, and
                                joined
    has_lambdas                 lists of lists can be worked on with lambdas, as the layout `packed` does
    packs_up_to                 up to that many rows, an iteration is packed into one row of lists
    holds_lists                 while `train` iterates, the parameters of a network are one row of lists instead of a row each
   the loop
    can_recurse                 one statement can run many iterations: a recursive query that may aggregate over itself
    recurses_over_arrays        it may aggregate over arrays only
    longest_recursion           the most iterations of one recursive statement; none if there is no limit
    recursive_below             below that many training rows, a recursive statement is faster than a statement per iteration
    seconds_per_product         what an iteration takes for each row and parameter, about: a first guess, later statements follow the ones
                                before
    seconds_per_statement       what a statement takes beside its rows, about: for the estimate before a training
    takes_statements_together   several statements can be sent in one go
    has_slow_statements         a statement takes a good part of a second, however little it does
    unnests_blocks              a network's rows in a fleet are joined to its parameters block by block: lists of structs; and the
                                networks are divided among recursions, which run side by side
    keeps_order                 a table's rows stay in the order in which they were written: a batch is a few blocks of it
   limits
    most_columns                of a SELECT; none if there is no limit
    largest_row                 in bytes; none if there is no limit to speak of
    longest_name                of a table or column
    counts_bytes                that is bytes of UTF-8, of which an umlaut has two and a Chinese sign three; else characters
    least_bytes_billed          for a table that a statement reads
#}
{% macro _warehouse() -%}
  {{ return(adapter.dispatch('_warehouse', 'dbt_nn')()) }}
{%- endmacro %}

{% macro default___warehouse() -%}
  {%- do return({
    'name': target.type, 'adapters': [], 'lacks': none,
    'double_type': 'double', 'bigint_type': 'bigint', 'array_opens': '[', 'array_closes': ']', 'fence': '', 'join_fence': '',
    'settings': '', 'folds_names': '',
    'prefers_lists': true, 'has_dots': true, 'multiplies_lists': true, 'collects_columns': false, 'computes_once': false,
    'picks_elements': false, 'has_lambdas': false, 'packs_up_to': 0, 'holds_lists': false,
    'can_recurse': false, 'recurses_over_arrays': false, 'longest_recursion': none, 'recursive_below': 0,
    'seconds_per_product': 0.00000002, 'seconds_per_statement': 0.05, 'takes_statements_together': false, 'has_slow_statements': false,
    'unnests_blocks': false, 'keeps_order': false, 'most_columns': none, 'largest_row': none, 'longest_name': 255, 'counts_bytes': false,
    'least_bytes_billed': 0
  }) -%}
{%- endmacro %}

{#
  Packing: above 100 rows, the joins and the planning of a step weigh less than the lambdas. Picking: a join takes a twentieth of a
  millisecond, which is a tenth of a small network's iteration. Recursion: up to a row group DuckDB scans with one thread in either form;
  above it only separate statements use them all. It knows no longest name; 255 leaves room for the name of an exported file. Join fence: a
  join under an aggregate of wide expressions is planned for seconds; it is not looked through behind an offset.
#}
{% macro duckdb___warehouse() -%}
  {%- do return(dict(
    dbt_nn.default___warehouse(), adapters=['duckdb'], folds_names='ascii', collects_columns=true, picks_elements=true,
    has_lambdas=true, packs_up_to=100, holds_lists=true, can_recurse=true, recursive_below=122880, seconds_per_product=0.0000000025,
    takes_statements_together=true, join_fence='\n  offset 0', unnests_blocks=true, keeps_order=true
  )) -%}
{%- endmacro %}

{#
  Fence: PostgreSQL writes a column's expression out wherever it is used: k uses in each of n stages would compute it k^n times. It does not
  look behind an offset. A materialized CTE would keep it off too, but it stores every row with every column, the weights among them.
  Settings: it considers such a statement expensive, and compiles its thousands of expressions: seconds that save milliseconds. A run that
  was killed should not continue in the server: a session checks every second whether its client is still connected.
  Lists: taking two apart into rows and adding those up costs three to six times as much as the sum written out.
  Recursion: it refuses aggregates over the recursive table itself, but not over a query that reads it, as the loop does. It has one thread
  either way, and stepwise would plan every iteration again.
#}
{% macro postgres___warehouse() -%}
  {%- do return(dict(
    dbt_nn.default___warehouse(), adapters=['postgres'], double_type='double precision', array_opens='array[',
    fence='\n  offset 0', join_fence='\n  offset 0',
    settings='set local jit = off;\nset local client_connection_check_interval = 1000;\n\n',
    multiplies_lists=false, computes_once=true, can_recurse=true, recursive_below=1000000000, takes_statements_together=true,
    keeps_order=true, most_columns=1664, longest_name=63, counts_bytes=true
  )) -%}
{%- endmacro %}

{#
  Packing: planning a statement of a column per unit takes longer than a few million products. One row is the work of one executor.
#}
{% macro spark___warehouse() -%}
  {%- do return(dict(
    dbt_nn.default___warehouse(), adapters=['spark', 'databricks'], array_opens='array(', array_closes=')', folds_names='all',
    has_lambdas=true, packs_up_to=5000, has_slow_statements=true, seconds_per_statement=1, longest_name=128
  )) -%}
{%- endmacro %}

{#
  Names: quoted, two that differ by case are two; see _names_and_types. Lists: the elements of an array are of no type, and functions over
  two arrays are lambdas, which nothing could be found to run: the layout is `wide` alone. Recursion: it refuses aggregates in a recursive
  query.
#}
{% macro snowflake___warehouse() -%}
  {%- do return(dict(
    dbt_nn.default___warehouse(), adapters=['snowflake'], array_opens='array_construct(', array_closes=')', prefers_lists=false,
    has_dots=false, multiplies_lists=false, has_slow_statements=true, seconds_per_statement=1, longest_name=255
  )) -%}
{%- endmacro %}

{#
  Recursion: it refuses aggregates both over the recursive table and over a query that reads it, but not a subquery over an array: the
  parameters and the examples are one array each, see recursive_arrays.sql. Billing:
  https://cloud.google.com/bigquery/pricing#on_demand_pricing
#}
{% macro bigquery___warehouse() -%}
  {%- do return(dict(
    dbt_nn.default___warehouse(), adapters=['bigquery'], double_type='float64', bigint_type='int64', folds_names='all', can_recurse=true,
    recurses_over_arrays=true, longest_recursion=500, has_slow_statements=true, seconds_per_statement=2, most_columns=10000,
    largest_row=100000000, longest_name=1024, least_bytes_billed=10 * 1024 * 1024
  )) -%}
{%- endmacro %}

{# It inherits PostgreSQL's variants, and has none of what they are made of: arrays of doubles, subscripts, array_agg, generate_series. #}
{% macro redshift___warehouse() -%}
  {%- do return(dict(dbt_nn.default___warehouse(), lacks='Redshift does not have the arrays that dbt_nn needs')) -%}
{%- endmacro %}
