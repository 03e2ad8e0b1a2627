"""What `make kills` trains: networks that stand, and what makes each of them train again."""

import signal
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import warehouses
from conftest import CONSTANT, Project, new_consumer

FEATURES = ["x1", "x2", "x3"]
OPTIONS = {"label": "side", "features": FEATURES, "example_id": "id", "hidden_layers": [4], "early_stopping": False}
STAGES = {"features": FEATURES, "label": "side", "classes": ["a", "b"], "hidden_layers": [4], "learning_rate": 0.5}
EASY = {"metric": "accuracy", "at_least": 0.001, "better_than_standing": False}
HARD = {"metric": "accuracy", "margin": 0.9}
# Names that begin like those of a training's tables.
USERS = ["{}__iteration_", "{}__iteration_5_old", "{}__iteration_5x", "{}__dbt_nn_mine", "{}__dbt_tmp_mine", "{}_old"]


@dataclass
class Scenario:
    """A network, and two ways to train it: `old` stands, `new` is killed."""

    name: str
    old: dict
    new: dict
    # Of `all_rows`; the network trains on those below the number.
    rows: dict[str, int] = field(default_factory=lambda: {"old": 10**6, "new": 10**6})
    warm_start: str = ""
    stages: bool = False
    sent: signal.Signals = signal.SIGKILL
    # A table that an undisturbed run leaves beside the network: `candidate` or `previous`.
    leaves: str = ""
    # The killed command exchanges the network with the one before.
    rolls_back: bool = False

    @property
    def network(self) -> str:
        return f"{self.name}_update" if self.stages else self.name

    @property
    def kept(self) -> str:
        """A copy of the old network."""
        return f"kept_{self.name}"

    @property
    def left(self) -> set[str]:
        return {f"{self.network}__{self.leaves}"} if self.leaves else set()

    @property
    def is_refused(self) -> bool:
        return self.leaves == "candidate"

    @property
    def command(self) -> list[str]:
        if self.rolls_back:
            return ["run-operation", "dbt_nn.roll_back", "--args", f"{{network: {self.name}}}"]
        return ["run", "--select", *self.models]

    @property
    def models(self) -> list[str]:
        return [f"{self.name}_init", self.network] if self.stages else [self.name]

    @property
    def needs(self) -> list[str]:
        return ["all_rows", f"{self.name}_rows", *([self.warm_start] if self.warm_start else [])]

    @property
    def keeps_columns(self) -> bool:
        return not self.stages or self.old.get("optimizer") == self.new.get("optimizer")

    def write(self, project: Project, which: str) -> None:
        options, below = getattr(self, which), self.rows[which]
        project.write(
            f"models/{self.name}_rows.sql",
            "{{ config(materialized='view') }}\nselect rows_of_all.* from {{ ref('all_rows') }} as rows_of_all "
            f"inner join {project.warehouse.schema}.{self.name}_below as below on rows_of_all.id < below.id\n",
        )
        project.execute(
            f"create table if not exists {self.name}_below (id bigint)",
            f"delete from {self.name}_below",
            f"insert into {self.name}_below values ({below})",
        )
        if self.stages:
            loop = {
                name: value for name, value in options.items() if name in ("iterations", "checkpoint_every", "loop")
            }
            network = {name: value for name, value in options.items() if name not in loop}
            project.network(f"{self.name}_", STAGES | network, f"{self.name}_rows", loop)
        elif self.warm_start:
            project.train(self.warm_start, f"{self.name}_rows", **OPTIONS | {"iterations": 5})
            given = "".join(f", {name}={value!r}" for name, value in (CONSTANT | OPTIONS | options).items())
            call = f"dbt_nn.train(examples=ref('{self.name}_rows'), warm_start=ref('{self.warm_start}'){given})"
            project.write(f"models/{self.name}.sql", f"{{{{ {call} }}}}\n")
        else:
            project.train(self.name, f"{self.name}_rows", **OPTIONS | options)

    def keep(self, project: Project) -> None:
        """A copy of what stands, to restore it from."""
        project.execute(f"create table {self.kept} as select * from {self.network}")
        if self.rolls_back:
            project.execute(f"create table {self.kept}_previous as select * from {self.network}__previous")

    def restore(self, project: Project) -> None:
        """The old network stands again, as a table of its own or with its rows alone, so that views on it stay."""
        for name in self.left:
            project.execute(f"drop table if exists {name}")
        if self.rolls_back:
            project.execute(f"create table {self.network}__previous as select * from {self.kept}_previous")
        if self.keeps_columns:
            project.execute(f"delete from {self.network}", f"insert into {self.network} select * from {self.kept}")
        else:
            project.execute(
                f"drop table if exists {self.network}", f"create table {self.network} as select * from {self.kept}"
            )

    @property
    def rows_query(self) -> str:
        return f"select * from {self.network}" + ("" if self.stages else " where role <> 'training'")

    @property
    def count_query(self) -> str:
        return f"select count(*) from {self.network} where " + (
            "layer is not null" if self.stages else "role <> 'training'"
        )

    def counts(self, old: list[tuple], new: list[tuple]) -> set[int]:
        """What a reader may find."""
        if not self.stages:
            return {len(old), len(new)}
        # network_key, iteration, layer, …: a row of history has no layer.
        return {sum(row[2] is not None for row in rows) for rows in (old, new)}

    def problems_of_memory(self, project: Project) -> list[str]:
        """Every training has an outcome, and the network's own number is that of its last promoted one."""
        if self.stages:
            return []
        memory = {}
        for name in [self.network, *self.left]:
            facts = project.rows(
                f"select iteration, input_name, output_name, value from {name} where role = 'training'"
            )
            memory[name] = {(number, fact): text or value for number, fact, text, value in facts if number}
        numbers = {number for facts in memory.values() for number, _ in facts}
        standing = memory[self.network]
        promoted = {number for number, fact in standing if fact == "outcome" and standing[number, fact] == "promoted"}
        versions = [value for (_, fact), value in standing.items() if fact == "network_version"]
        problems = [] if numbers == set(range(1, len(numbers) + 1)) else [f"trainings {sorted(numbers)} are remembered"]
        if versions != [max(promoted)]:
            problems.append(f"the network is training {versions}, and {sorted(promoted)} were promoted")
        for name, facts in memory.items():
            lost = {number for number, _ in facts if (number, "outcome") not in facts}
            problems += [f"in {name}, trainings {sorted(lost)} have no outcome"] if lost else []
        return problems

    def make_users_relations(self, project: Project) -> None:
        for name in USERS:
            project.execute(f"create table {name.format(self.network)} as select 'mine' as note")
        if self.keeps_columns:
            project.execute(f"create view on_{self.network} as select count(*) as facts from {self.network}")

    def problems_of_users(self, project: Project) -> list[str]:
        problems = []
        for name in USERS:
            if project.rows(f"select * from {name.format(self.network)}") != [("mine",)]:
                problems.append(f"{name.format(self.network)} is not what it was")
        if self.keeps_columns:
            facts = project.rows(f"select facts from on_{self.network}")
            if facts != project.rows(f"select count(*) from {self.network}"):
                problems.append(f"the view on {self.network} gives {facts}")
        return problems


def of(warehouse: str) -> list[Scenario]:
    """A second or two of training each, with ten checkpoints."""
    recursive, stepwise = {"duckdb": (500, 30), "postgres": (100, 20)}[warehouse]
    in_one = {"loop": "recursive", "iterations": recursive, "checkpoint_every": recursive // 10}
    in_steps = {"loop": "stepwise", "iterations": stepwise, "checkpoint_every": stepwise // 10}
    stopping = {"early_stopping": {"patience": recursive // 2}}
    stopping_in_steps = {"early_stopping": {"patience": stepwise // 2}}
    batches = {"batch_size": 100}
    scenarios = [
        seeded("recursive", **in_one),
        Scenario("stepwise", in_steps, in_steps, rows={"old": 450, "new": 10**6}),
        seeded("stopping_recursive", **in_one | stopping | {"checkpoint_every": "auto"}),
        seeded("stopping_stepwise", **in_steps | stopping_in_steps),
        replace(seeded("warm_start", **in_one), warm_start="warm_start_from"),
        seeded("batches_recursive", **in_one | batches | stopping),
        seeded("batches_stepwise", **in_steps | batches),
        Scenario("stages", in_one, in_one | {"learning_rate": 0.4}, stages=True),
        Scenario("stages_of_other_columns", in_steps, in_steps | {"optimizer": "rprop"}, stages=True),
        replace(seeded("promoted", **in_one, promote=EASY), leaves="previous"),
        replace(seeded("refused", **in_one, promote=HARD), leaves="candidate"),
        replace(seeded("rolled_back", **in_one, keep_previous=True), leaves="previous", rolls_back=True),
        replace(seeded("ctrl_c_recursive", **in_one), sent=signal.SIGINT),
        replace(seeded("ctrl_c_stopping_stepwise", **in_steps | stopping_in_steps), sent=signal.SIGINT),
    ]
    return scenarios


def seeded(name: str, **options) -> Scenario:
    """Trained again because its l2 has changed."""
    return Scenario(name, options | {"l2": 0.01}, options | {"l2": 0.02})


def new_project(path: Path, warehouse: warehouses.Warehouse, rows: int = 500) -> Project:
    (path / "consumer").mkdir()
    project = new_consumer(path / "consumer", warehouse=None if warehouse.name == "duckdb" else warehouse)
    if warehouse.name != "duckdb":
        project.execute(f"create schema if not exists {warehouse.schema}")
    drawn = np.random.default_rng(1)
    sides = [
        [k, *map(float, x), "ab"[int(x.sum() + drawn.normal() > 0)]] for k, x in enumerate(drawn.normal(size=(rows, 3)))
    ]
    project.table("all_rows", ["id", *FEATURES, "side"], sides)
    return project
