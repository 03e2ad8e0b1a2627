"""dbt projects to test with: a copy of this one, and consumers that install it by its path."""

import contextlib
import gc
import json
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import warehouses
from dbt.cli.main import dbtRunner
from dbt_common.tests import enable_test_caching
from quick_dbt import Log, make_dbt_quick

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv*", "target", "logs", "dbt_packages", "*.duckdb*", "__pycache__", ".*_cache", "python", "node_modules"
)
os.environ.setdefault("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
# dbt's own tests remember so what a macro's text parses to: in a process, the package is parsed in full once, not in every project.
enable_test_caching()
# A manifest is a million objects that stay; looking through them for cycles at Python's usual pace takes a tenth of all the time.
gc.set_threshold(100_000, 50, 50)


# What dbt writes about itself takes as long as what it does.
QUICKLY = ["--quiet", "--no-use-colors", "--no-write-json", "--log-level-file", "none"]


make_dbt_quick()


@dataclass
class Outcome:
    """What a dbt command did."""

    success: bool
    output: str
    status: dict[str, str] = field(default_factory=dict)
    message: dict[str, str] = field(default_factory=dict)
    result: object = None


# Most tests are of something else than what `train` chooses: a hundred iterations with one penalty, to the end.
CONSTANT = {"iterations": 100, "early_stopping": False, "learning_rate": "by optimizer", "l2": "by task"}


class Project:
    """A dbt project in a folder of its own, with its own DuckDB file or schema of another warehouse."""

    def __init__(self, path: Path, profiles: Path, warehouse: Path | warehouses.Warehouse):
        self.path, self.profiles = path, profiles
        self.warehouse = warehouse if isinstance(warehouse, warehouses.Warehouse) else warehouses.DuckDB(warehouse)

    @property
    def database(self) -> Path:
        return self.warehouse.database

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def dbt(self, *arguments: str) -> Outcome:
        """Run a dbt command in this process. It writes manifest.json, and logs/dbt.log, only if an argument asks for them."""
        outcome = self.invoke(*arguments)
        # Before CPython 3.11.8, two threads that parse expressions at once may fail so: python/cpython#106905.
        if "AST constructor recursion depth mismatch" in outcome.output:
            outcome = self.invoke(*arguments)
        return outcome

    def invoke(self, *arguments: str) -> Outcome:
        lines = []
        warehouses.DuckDB.close_kept()

        def listen(event):
            if event.info.level != "debug":
                lines.append(event.info.msg)

        Log.is_read = "debug" in arguments
        with contextlib.chdir(self.path):
            # Where an option is given twice, dbt takes the second.
            at = next((at for at, argument in enumerate(arguments) if argument.startswith("-")), len(arguments))
            run = dbtRunner(callbacks=[listen]).invoke(
                [*arguments[:at], *QUICKLY, "--profiles-dir", str(self.profiles), *arguments[at:]]
            )
        self.warehouse.release()
        outcome = Outcome(run.success, "\n".join(lines), result=run.result)
        if run.exception:
            outcome.output += f"\n{run.exception}"
        for result in getattr(run.result, "results", None) or []:
            if hasattr(result, "node"):
                outcome.status[result.node.name] = str(result.status)
                outcome.message[result.node.name] = result.message or ""
        return outcome

    def dbt_ok(self, *arguments: str) -> Outcome:
        outcome = self.dbt(*arguments)
        assert outcome.success, outcome.output
        return outcome

    def start(self, *arguments: str) -> subprocess.Popen:
        """Start a dbt command as a process of its own."""
        # A shell starts what it puts in the background deaf to Ctrl-C, and all that this starts with it.
        code = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from dbt.cli.main import cli; cli()"
        return subprocess.Popen(
            [sys.executable, "-u", "-c", code, "--no-use-colors", *arguments, "--profiles-dir", str(self.profiles)],
            cwd=self.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def rows(self, query: str) -> list[tuple]:
        return self.warehouse.rows(query)

    def execute(self, *statements: str) -> None:
        self.warehouse.execute(*statements)

    def tables(self, schema: str | None = None) -> set[str]:
        return self.warehouse.tables(schema)

    def compiled(self, model: str) -> str:
        (file,) = (self.path / "target" / "compiled").rglob(f"{model}.sql")
        return file.read_text(encoding="utf-8")

    def network(
        self,
        prefix: str,
        network: dict,
        examples: str,
        meta: dict | None = None,
        configs: dict[str, dict] | None = None,
        folder: str = "models",
        **overrides: str,
    ) -> None:
        """Write six stage models. `configs` adds to a stage's config; an override is a stage's own SQL, where `{call}` is its macro."""
        network_text = json.dumps(network, ensure_ascii=False)
        call = {
            "init": "dbt_nn.stage_init(network)",
            "hidden": f"dbt_nn.stage_hidden(network, examples=ref('{examples}'), parameters=ref('{prefix}init'))",
            "scores": f"dbt_nn.stage_scores(network, hidden=ref('{prefix}hidden'))",
            "loss": f"dbt_nn.stage_loss(network, scores=ref('{prefix}scores'))",
            "gradients": f"dbt_nn.stage_gradients(network, loss=ref('{prefix}loss'), parameters=ref('{prefix}init'))",
            "update": f"dbt_nn.stage_update(network, parameters=ref('{prefix}init'), gradients=ref('{prefix}gradients'))",
        }
        for stage, macro in call.items():
            config = {"materialized": "ephemeral"}
            if stage == "init":
                config = {"materialized": "table"}
            elif stage == "update":
                config = {"materialized": "training_loop", "meta": meta or {}}
            config |= (configs or {}).get(stage, {})
            sql = overrides.get(stage, "{call}").replace("{call}", f"{{{{ {macro} }}}}")
            self.write(
                f"{folder}/{prefix}{stage}.sql",
                f"{{{{ config(**{json.dumps(config)}) }}}}\n{{% set network = {network_text} %}}\n{sql}\n",
            )

    def train(self, name: str, examples: str, config: dict | None = None, folder: str = "models", **options) -> None:
        """Write a model of dbt_nn.train. `config` is the model's own. What `train` would choose by the data is CONSTANT, unless it is given."""
        options = options if options.pop("is_open", False) else {**CONSTANT, **options}
        given = "".join(f",\n  {option}={jinja(value)}" for option, value in options.items())
        head = f"{{{{ config(**{jinja(config)}) }}}}\n" if config else ""
        self.write(f"{folder}/{name}.sql", f"{head}{{{{ dbt_nn.train(\n  examples=ref('{examples}'){given}\n) }}}}\n")

    def predictions(self, name: str, network: str, examples: str, folder: str = "models", **config) -> None:
        """Write a model that selects from dbt_nn.predict; a table unless its config says otherwise."""
        head = f"{{{{ config(**{jinja({'materialized': 'table', **config})}) }}}}\n"
        call = f"dbt_nn.predict(network=ref('{network}'), examples=ref('{examples}'))"
        self.write(f"{folder}/{name}.sql", f"{head}select * from {{{{ {call} }}}}\n")

    def table(self, name: str, columns: list[str], rows, materialized: str = "table") -> None:
        """Write a model that holds literal rows."""
        self.write(
            f"models/{name}.sql",
            f"{{{{ config(materialized='{materialized}') }}}}\n"
            f"{{% raw %}}\n{self.warehouse.query_of(columns, list(rows))}\n{{% endraw %}}\n",
        )


def jinja(value) -> str:
    """A value as Jinja writes it, which is Python's way but for line breaks."""
    return repr(value)


def literal(value) -> str:
    """A value as DuckDB writes it."""
    return warehouses.Warehouse().literal(value)


def new_consumer(
    path: Path, project_yaml: str = "", warehouse: warehouses.Warehouse | None = None, package: Path = ROOT
) -> Project:
    """A project that installs the package by its path, or a changed copy of it."""
    is_own = warehouse is None
    warehouse = warehouse or warehouses.DuckDB(path / "consumer.duckdb")
    # By a name without its folder, every consumer has the same profile, which dbt remembers with what it has parsed.
    output = {**warehouse.output, "path": "consumer.duckdb"} if is_own else warehouse.output
    project = Project(path, path, warehouse)
    project.write(
        "dbt_project.yml",
        "name: shop\nversion: '1.0'\nprofile: shop\nconfig-version: 2\n"
        + textwrap.dedent(project_yaml)
        + warehouse.project_yaml,
    )
    project.write("packages.yml", f"packages:\n  - local: {json.dumps(str(package))}\n")
    project.write("profiles.yml", json.dumps({"shop": {"target": warehouse.name, "outputs": {warehouse.name: output}}}))
    project.dbt_ok("deps")
    if is_own and not project_yaml and package == ROOT:
        start_parsed(project)
    return project


PARSED = {}


def start_parsed(project: Project) -> None:
    """What dbt remembers of the package's files is the same in every empty consumer, and parsing them takes seconds."""
    memory = project.path / "target" / "partial_parse.msgpack"
    if "empty" not in PARSED:
        project.dbt_ok("parse")
        PARSED["empty"] = memory.read_bytes()
    else:
        memory.parent.mkdir()
        memory.write_bytes(PARSED["empty"])


def pytest_addoption(parser):
    parser.addoption(
        "--warehouse", default="duckdb", choices=warehouses.NAMES, help="where the tests of every warehouse run"
    )


@pytest.fixture(scope="module")
def warehouse(request, tmp_path_factory) -> warehouses.Warehouse:
    """The warehouse that --warehouse names, with a schema of its own; one per module."""
    found = warehouses.new_warehouse(request.config.getoption("--warehouse"), tmp_path_factory.mktemp("warehouse"))
    yield found
    found.drop()


@pytest.fixture(scope="module")
def consumer(tmp_path_factory) -> Project:
    """An empty project that installs the package by its path; one per module."""
    return new_consumer(tmp_path_factory.mktemp("consumer"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Project:
    """A copy of this project; one per module."""
    path = tmp_path_factory.mktemp("demo") / "dbt_nn"
    shutil.copytree(ROOT, path, ignore=LEFT_BEHIND)
    database = path / "dbt_nn.duckdb"
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("DBT_NN_DUCKDB_PATH", raising=False)
        environment.delenv("DBT_NN_TARGET", raising=False)
        yield Project(path, path / "profiles", database)
