"""Print what the demo made: the accuracy of each network, where the tables are, and what to try next."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path

import duckdb

DATABASE = Path(os.environ.get("DBT_NN_DUCKDB_PATH", "dbt_nn.duckdb"))
NEXT = [
    ("look at a stage, at the first iteration", "dbt show --select scores --limit 1 --output json"),
    ("read one iteration as SQL", "less target/compiled/dbt_nn/models/stages/update.sql"),
    (
        "watch the loss fall",
        "dbt show --limit 100 --inline "
        "\"select iteration, train_loss from {{ dbt_nn.history(ref('update')) }} order by iteration\"",
    ),
    (
        "change hidden_layers or learning_rate in dbt_project.yml, under vars, and train again",
        "dbt build --select init+",
    ),
    ("run the gates alone", "dbt test --select test_name:metric"),
]


def accuracy_tables(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Every demo network has a table `accuracy`, or one whose name ends so: (schema, name)."""
    return connection.execute(
        """
        select table_schema, table_name
        from information_schema.tables
        where table_name = 'accuracy' or table_name like '%\\_accuracy' escape '\\'
        order by table_name
        """
    ).fetchall()


def network_lines(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> list[str]:
    """What a network reached at its first and its last kept checkpoint."""
    rows = connection.execute(
        f"""
        select iteration, split, accuracy, examples
        from "{schema}"."{table}"
        where iteration in (select unnest([min(iteration), max(iteration)]) from "{schema}"."{table}")
        order by iteration, split
        """
    ).fetchall()
    lines = [f"  {table.removesuffix('accuracy')}update"]
    for iteration in sorted({row[0] for row in rows}):
        parts = [
            f"{'train' if split == 'train' else 'held out'} {accuracy:.1%} of {examples:,}"
            for at, split, accuracy, examples in rows
            if at == iteration
        ]
        lines.append(f"    after {iteration:>5,} iterations   {'   '.join(parts)}")
    return lines


def trained_networks(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Networks that are one relation, predictions beside them: (schema, name)."""
    return connection.execute(
        """
        select table_schema, table_name
        from information_schema.columns
        where column_name = 'role' and table_name like '%\\_network' escape '\\'
        order by table_name
        """
    ).fetchall()


def trained_network_line(connection: duckdb.DuckDBPyConnection, schema: str, network: str) -> str:
    """A network's accuracy, or the share of the variance that it explains, on its predictions."""
    options = dict(
        connection.execute(
            f"""select input_name, output_name from "{schema}"."{network}" where role = 'option'"""
        ).fetchall()
    )
    (iteration,) = connection.execute(
        f"""select max(iteration) from "{schema}"."{network}" where role = 'bias'"""
    ).fetchone()
    label = options["label"]
    if options["task"] == "regression":
        measure, of = f'1 - avg(("{label}" - predicted_value) ** 2) / var_pop("{label}")', "of the variance of"
    else:
        measure, of = f'avg(case when predicted_label = "{label}" then 1 else 0 end)', "of"
    rows = connection.execute(
        f"""
        select split, {measure}, count(*)
        from "{schema}"."{network.removesuffix("_network")}_predictions"
        where "{label}" is not null and split in ('train', 'validation')
        group by split
        order by split
        """
    ).fetchall()
    parts = [
        f"{'train' if split == 'train' else 'held out'} {value:.1%} {of} {examples:,}"
        for split, value, examples in rows
    ]
    return f"  {network}\n    after {iteration:>5,} iterations   {'   '.join(parts)}"


def table_lines(connection: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """Where the models' tables are, and how many checkpoints were kept."""
    rows = connection.execute(
        "select table_name from information_schema.tables where table_schema = ? order by table_name", [schema]
    ).fetchall()
    models = {path.stem for path in Path("models").rglob("*.sql")}
    tables = [name for (name,) in rows if name in models]
    checkpoints = [name for (name,) in rows if "__iteration_" in name]
    names = textwrap.fill(", ".join(tables), width=105, initial_indent=" " * 15, subsequent_indent=" " * 15)
    lines = [f"  file         {DATABASE}", f"  schema       {schema}", f"  tables       {names.lstrip()}"]
    for network in sorted({name.split("__iteration_")[0] for name in checkpoints}):
        kept = sum(name.startswith(f"{network}__iteration_") for name in checkpoints)
        lines.append(f"  checkpoints  {kept} of {network}: {network}__iteration_<k>")
    return lines


def main() -> int:
    if not DATABASE.exists():
        print(f"{DATABASE} is not there: run `make demo` first", file=sys.stderr)
        return 1
    with duckdb.connect(str(DATABASE), read_only=True) as connection:
        tables = accuracy_tables(connection)
        print("\nAccuracy")
        for schema, table in tables:
            print("\n".join(network_lines(connection, schema, table)))
        for schema, network in trained_networks(connection):
            print(trained_network_line(connection, schema, network))
        print("\nTables")
        print("\n".join(table_lines(connection, tables[0][0])))
    print("\nNext, in this shell:\n  source .venv/bin/activate && export DBT_PROFILES_DIR=profiles")
    for purpose, command in NEXT:
        print(f"  # {purpose}\n  {command}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
