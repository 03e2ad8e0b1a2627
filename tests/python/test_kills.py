"""`make kills` kills at random moments; a few are killed here at known ones, and what it looks for is found where it is."""

import kill_scenarios
import pytest
from kills import Killer, Moment, train

SCENARIO = kill_scenarios.seeded(
    "killed", loop="recursive", iterations=200, checkpoint_every=50, batch_size=100, early_stopping={"patience": 100}
)


@pytest.fixture(scope="module")
def killer(warehouse, tmp_path_factory) -> Killer:
    if warehouse.name not in ("duckdb", "postgres"):
        pytest.skip("needs --warehouse duckdb or postgres")
    project = kill_scenarios.new_project(tmp_path_factory.mktemp("killed"), warehouse, rows=300)
    train(project, [SCENARIO])
    return Killer(project, SCENARIO, has_readers=warehouse.name != "duckdb")


# The last lines of statements are those of the clean-up: it drops three helper tables and four checkpoints.
@pytest.mark.parametrize(
    "from_the_end, phase", [(None, "swap"), (10, "clean-up")], ids=["in_the_swap", "in_the_clean_up"]
)
def test_a_killed_training_loses_nothing_resumes_and_leaves_nothing(killer, from_the_end, phase):
    statements = killer.undisturbed.statements - from_the_end if from_the_end else 1
    killed = killer.kill(Moment("the loop's end", 0, statements))
    assert killed.problems == []
    assert killed.phase == phase
    assert killed.resumed == (phase == "swap")


def test_what_a_kill_must_not_do_is_found(killer, monkeypatch):
    """The network loses a row, a table is left over, and one of the user's is changed, all right after the kill."""

    def spoil():
        killer.project.execute(
            "delete from killed where role = 'bias' and output = 1",
            "create table killed__left_over as select 1 as one",
            "update killed__dbt_nn_mine set note = 'yours'",
        )

    check = Killer.check_standing
    monkeypatch.setattr(Killer, "check_standing", lambda self, done: (spoil(), check(self, done)))
    try:
        problems = "\n".join(killer.kill(Moment("the start", 0)).problems)
    finally:
        killer.project.execute("drop table killed__left_over", "update killed__dbt_nn_mine set note = 'mine'")
    assert "which are neither the old network's nor the new one's" in problems
    assert "left over or gone: ['killed__left_over']" in problems
    assert "killed__dbt_nn_mine is not what it was" in problems
