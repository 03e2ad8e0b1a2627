"""Draw the pictures of the README from the demo's tables: the loss of every iteration, and the decision boundary.

make readme-images
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap

DATABASE = os.environ.get("DBT_NN_DUCKDB_PATH", "dbt_nn.duckdb")
IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
BLUE, ORANGE, INK, GRID = "#2b6cb0", "#dd6b20", "#2d3748", "#e2e8f0"
STYLE = {
    "figure.facecolor": "white",
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#a0aec0",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "xtick.color": INK,
    "ytick.color": INK,
}


def save(figure: plt.Figure, name: str) -> None:
    path = IMAGES / name
    figure.savefig(path, dpi=130, metadata={"Software": None})
    plt.close(figure)
    print(f"{path.relative_to(IMAGES.parents[1])}: {path.stat().st_size / 1000:.0f} kB")


def loss_curve(connection: duckdb.DuckDBPyConnection) -> None:
    """The rows of history that the training loop left in `update`."""
    iterations, losses = np.array(
        connection.execute("select iteration, train_loss from update where layer is null order by iteration").fetchall()
    ).T
    figure, axes = plt.subplots(figsize=(7, 3.2), layout="constrained")
    axes.plot(iterations, losses, color=BLUE, linewidth=2)
    for iteration, offset in ((1, (8, -2)), (10, (8, 4)), (100, (0, 8))):
        loss = losses[int(iteration) - 1]
        axes.plot(iteration, loss, "o", color=BLUE, markersize=5)
        axes.annotate(
            f"{loss:.3f}",
            (iteration, loss),
            xytext=offset,
            textcoords="offset points",
            ha="center" if iteration == 100 else "left",
        )
    axes.set(xlabel="iteration", ylabel="train loss", xlim=(0, 105), ylim=(0, None))
    axes.set_title("Loss of every iteration: cross-entropy and L2 penalty, 1,000 training rows")
    axes.grid(axis="y", color=GRID)
    axes.set_axisbelow(True)
    save(figure, "loss_curve.png")


def parameters(connection: duckdb.DuckDBPyConnection, iteration: int, layer: int) -> np.ndarray:
    """A layer's weights from a checkpoint, one row per input; row 0 holds the biases."""
    rows = connection.execute(
        f"select input, output, value from update__iteration_{iteration} where layer = ?", [layer]
    ).fetchall()
    matrix = np.zeros((1 + max(row[0] for row in rows), max(row[1] for row in rows)))
    for unit_in, unit_out, value in rows:
        matrix[unit_in, unit_out - 1] = value
    return matrix


def scores(connection: duckdb.DuckDBPyConnection, iteration: int, points: np.ndarray) -> np.ndarray:
    """How far the second score is above the first: class 1 where it is positive."""
    first, second = (parameters(connection, iteration, layer) for layer in (1, 2))
    hidden = np.maximum(points @ first[1:] + first[0], 0)
    both = hidden @ second[1:] + second[0]
    return both[:, 1] - both[:, 0]


def decision_boundary(connection: duckdb.DuckDBPyConnection) -> None:
    """Regions from the checkpoints' parameters, points and their predictions from `predictions`."""
    figure, panels = plt.subplots(1, 2, figsize=(8, 4.1), sharey=True, layout="constrained")
    side = np.linspace(-4, 4, 401)
    grid_x, grid_y = np.meshgrid(side, side)
    grid = np.column_stack([grid_x.ravel(), grid_y.ravel()])
    for panel, iteration in zip(panels, (10, 100), strict=True):
        held_out = np.array(
            connection.execute(
                """
                select x1, x2, label, predicted_label
                from predictions
                where iteration = ? and split = 'validation'
                order by point_id
                """,
                [iteration],
            ).fetchall()
        )
        # the regions are those of the tables: the same parameters give the same answers
        own = scores(connection, iteration, held_out[:, :2]) > 0
        if (own != held_out[:, 3]).any():
            raise ValueError(f"predictions and parameters differ at iteration {iteration}")
        regions = (scores(connection, iteration, grid) > 0).reshape(grid_x.shape)
        panel.contourf(grid_x, grid_y, regions, levels=[-0.5, 0.5, 1.5], cmap=ListedColormap(["#ebf4fb", "#fdf0e4"]))
        panel.plot([-4, 4], [4, -4], color="#718096", linewidth=1, linestyle=(0, (4, 3)))
        for label, color in ((0, BLUE), (1, ORANGE)):
            right = (held_out[:, 2] == label) & (held_out[:, 3] == label)
            panel.scatter(*held_out[right, :2].T, s=7, color=color, linewidths=0, label=f"label {label}")
        wrong = held_out[held_out[:, 2] != held_out[:, 3]]
        panel.scatter(*wrong[:, :2].T, s=24, marker="x", color=INK, linewidths=1.2, label="answered wrong")
        correct = len(held_out) - len(wrong)
        panel.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xlabel="x1")
        panel.set_title(f"after {iteration} iterations: {correct} of {len(held_out):,} right")
    panels[0].set_ylabel("x2")
    handles, labels = panels[0].get_legend_handles_labels()
    handles.append(plt.Line2D([], [], color="#718096", linewidth=1, linestyle=(0, (4, 3))))
    figure.legend(
        handles, [*labels, "x1 + x2 = 0"], loc="outside lower center", ncols=4, frameon=False, markerscale=1.4
    )
    save(figure, "decision_boundary.png")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    plt.rcParams.update(STYLE)
    with duckdb.connect(DATABASE, read_only=True) as connection:
        loss_curve(connection)
        decision_boundary(connection)


if __name__ == "__main__":
    main()
