"""Runs fakesnow, an emulator of Snowflake over DuckDB, as a server on the loopback interface.

    emulator.py PORT STATEMENTS

Every statement goes to STATEMENTS, a line of JSON each: {"sql", "seconds", "error"}.

What the emulator lacks of what dbt_nn writes for Snowflake is put in: hex digits to a number, a hash of a row, a
temporary table with a qualified name. One thing is mended: its FLATTEN gives the elements of more than one row wrong
indexes. And it raises where Snowflake does, or rounds a number, and DuckDB would not.
"""

import json
import sys
import time
from string import Template

import duckdb
import sqlglot
import uvicorn
from fakesnow import cursor, macros, transforms
from fakesnow.server import app
from snowflake.connector.errors import ProgrammingError
from sqlglot import exp

# hash(t.*): 64 bits with a sign.
HASH_OF_ROW = "cast(cast(hash({alias}) as hugeint) - 9223372036854775808 as bigint)"

# The emulator numbers elements with row_number() over () in a lateral query, which counts through all rows.
FLATTEN = """
create or replace macro ${catalog}._fs_flatten(input) as table
  select
    hash(to_json(input))::ubigint as seq,
    element.k as key,
    coalesce(element.k, '[' || element.i || ']') as path,
    case when element.k is null then element.i end as index,
    element.v as value,
    to_json(input) as this
  from (
    select unnest(
      case
        when json_type(to_json(input)) = 'OBJECT' then list_transform(
          json_keys(to_json(input)),
          lambda x, i: struct_pack(k := x, v := cast(to_json(input) -> x as json), i := i - 1)
        )
        else list_transform(
          cast(to_json(input) as json[]),
          lambda x, i: struct_pack(k := null::varchar, v := x, i := i - 1)
        )
      end,
      recursive := true
    )
  ) as element (k, v, i)
"""

to_decimal_before = transforms.to_decimal
transform_before = cursor.FakeSnowflakeCursor._transform
execute_before = cursor.FakeSnowflakeCursor.execute


def to_decimal(expression):
    """to_number(text, 'XXXX…') reads hex digits."""
    if isinstance(expression, exp.ToNumber):
        form = expression.args.get("format")
        if isinstance(form, exp.Literal) and set(form.name.upper()) == {"X"}:
            return exp.cast(exp.DPipe(this=exp.Literal.string("0x"), expression=expression.this), "bigint")
    return to_decimal_before(expression)


# What Snowflake raises or rounds, and DuckDB does not.
QUOTIENT = """
case
  when {divisor} = 0 then error('Division by zero')
  when typeof({dividend}) not in ('DOUBLE', 'FLOAT') and typeof({divisor}) not in ('DOUBLE', 'FLOAT')
    and round({dividend} / {divisor}, 6) <> {dividend} / {divisor} then error('a quotient of NUMBERs is rounded')
  else {dividend} / {divisor}
end
"""
EXPONENTIAL = "case when {argument} > 709.7 then error('exp overflows') else exp({argument}) end"
MEAN = """
avg(case
  when typeof({argument}) in ('DOUBLE', 'FLOAT') then {argument} else error('an average of NUMBERs is rounded')
end)
"""


def strict(tree):
    """Quotients, exponentials and averages as Snowflake has them, the innermost first."""
    for found in reversed(list(tree.find_all(exp.Div, exp.Exp, exp.Avg))):
        argument = f"({found.this.sql('duckdb')})"
        if isinstance(found, exp.Exp):
            text = EXPONENTIAL.format(argument=argument)
        elif isinstance(found, exp.Avg):
            # The emulator has cast what it adds up.
            given = found.this.this if isinstance(found.this, exp.TryCast) else found.this
            text = MEAN.format(argument=f"({given.sql('duckdb')})")
        else:
            text = QUOTIENT.format(dividend=argument, divisor=f"({found.expression.sql('duckdb')})")
        made = sqlglot.parse_one(text, read="duckdb")
        # An average may have a window.
        found.replace(made if isinstance(found, exp.Avg) else exp.paren(made))
    return tree


def put_in(expression):
    if isinstance(expression, exp.TemporaryProperty):
        return None
    if isinstance(expression, exp.Anonymous) and expression.name.upper() == "HASH":
        (of,) = expression.expressions
        if isinstance(of, exp.Column) and isinstance(of.this, exp.Star):
            return sqlglot.parse_one(HASH_OF_ROW.format(alias=of.table), read="duckdb")
    return expression


def transform(self, expression, params):
    return strict(transform_before(self, expression.transform(put_in), params))


def main(port: int, statements: str) -> None:
    with open(statements, "a", buffering=1, encoding="utf-8") as log:

        def execute(self, command, *arguments, **named):
            error, began = None, time.monotonic()
            try:
                return execute_before(self, command, *arguments, **named)
            except duckdb.Error as raised:
                # Anything else would be an error of the server, which the connector tries again for minutes.
                error = f"{type(raised).__name__}: {raised}"
                raise ProgrammingError(msg=str(raised), errno=100051, sqlstate="22000") from raised
            except BaseException as raised:
                error = f"{type(raised).__name__}: {raised}"
                raise
            finally:
                written = {"sql": command, "seconds": round(time.monotonic() - began, 4), "error": error}
                log.write(json.dumps(written) + "\n")

        macros.FS_FLATTEN = Template(FLATTEN)
        transforms.to_decimal = to_decimal
        cursor.FakeSnowflakeCursor._transform = transform
        cursor.FakeSnowflakeCursor.execute = execute
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
