"""The emulator that stands where BigQuery would be: local-bigquery, which runs statements on DuckDB.

python emulator.py PORT FOLDER    FOLDER is for scratch, and for DuckDB's extensions
"""

from __future__ import annotations

import gc
import os
import sys


def with_destination(run_query):
    """dbt counts the rows that CREATE TABLE AS made, by the job's destination, which local-bigquery leaves out."""

    def run(job, session, running):
        statistics = run_query(job, session, running)
        query, made = job.configuration.query, statistics.query
        if made is not None and made.statementType == "CREATE_TABLE_AS_SELECT" and not query.destinationTable:
            query.destinationTable = made.ddlTargetTable
        return statistics

    return run


def main(port: str, folder: str) -> None:
    os.environ["HOME"] = folder
    from duckdb_extensions import import_extension

    for extension in ("ducklake", "icu", "spatial"):
        import_extension(extension)

    from local_bigquery import cli
    from local_bigquery.jobs import runner

    runner._query = with_destination(runner._query)
    # Statements become trees of many small objects, which reference counting frees.
    gc.set_threshold(1_000_000, 50, 100)
    places = {"--host": "127.0.0.1", "--port": port, "--grpc-port": "0", "--data-dir": folder + "/data"}
    cli.main([word for option in places.items() for word in option] + ["--project", "demo"])


if __name__ == "__main__":
    main(*sys.argv[1:])
