"""The stored networks of tests/networks as a project: what scripts/make_stored_networks.py writes, and test_stored_networks.py reads."""

from pathlib import Path

from conftest import CONSTANT, Project, jinja

NETWORK = {
    "network_key": "VARCHAR",
    "role": "VARCHAR",
    "iteration": "INTEGER",
    "layer": "INTEGER",
    "input": "INTEGER",
    "input_name": "VARCHAR",
    "output": "INTEGER",
    "output_name": "VARCHAR",
    "value": "DOUBLE",
}
# What is asked of a network: the name of its file, and the model <network>_<name>.
ANSWERS = ["predictions", "network_sql", "history", "evaluation"]
LATER_ITERATIONS = 3


def csv_query(file: Path, columns: dict[str, str]) -> str:
    """The rows of a file, of types that are given: an empty cell is null, and "" is an empty text."""
    types = ", ".join(f"{text(name)}: {text(kind)}" for name, kind in columns.items())
    return (
        f"select * from read_csv({text(str(file))}, columns = {{{types}}}, header = true, auto_detect = false, "
        """delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false)"""
    )


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def write_models(project: Project, name: str, network: dict) -> None:
    """A network's model, a model of each answer, and a network that goes on from it."""
    options, warm_start = network["options"], network.get("warm_start")
    write_network(project, name, network["examples"], options, warm_start)
    project.predictions(f"{name}_predictions", name, network["examples"])
    call = f"dbt_nn.network_sql(network=ref('{name}'), examples=ref('{network['examples']}'))"
    write_table(project, f"{name}_network_sql", f"{{{{ {call} }}}}")
    write_table(project, f"{name}_history", f"select * from {{{{ dbt_nn.history(ref('{name}')) }}}}")
    arguments = "".join(f", {argument}={jinja(value)}" for argument, value in network["evaluation"].items())
    call = f"dbt_nn.evaluate(ref('{name}_predictions'){arguments})"
    write_table(project, f"{name}_evaluation", f"select * from {{{{ {call} }}}}")
    # As the version did it that has stored the network.
    later = {**CONSTANT, **options, "iterations": LATER_ITERATIONS}
    write_network(project, f"{name}_later", network["examples"], later, name)


def write_network(project: Project, name: str, examples: str, options: dict, warm_start: str | None = None) -> None:
    start = f",\n  warm_start=ref('{warm_start}')" if warm_start else ""
    given = "".join(f",\n  {option}={jinja(value)}" for option, value in options.items())
    project.write(f"models/{name}.sql", f"{{{{ dbt_nn.train(\n  examples=ref('{examples}'){start}{given}\n) }}}}\n")


def write_table(project: Project, name: str, query: str) -> None:
    project.write(f"models/{name}.sql", f"{{{{ config(materialized='table') }}}}\n{query}\n")


def write_examples(project: Project, name: str, file: Path, columns: dict[str, str]) -> None:
    """A table of a file's rows, as its own model makes it."""
    write_table(project, name, "{% raw %}" + csv_query(file, columns) + "{% endraw %}")
