"""The emulator that stands where BigQuery would be: local-bigquery, which runs statements on DuckDB.

python emulator.py PORT FOLDER    FOLDER is for scratch, and for DuckDB's extensions
"""

from __future__ import annotations

import gc
import os
import re
import sys
import threading

from alike import WORD, shape_of

# A table made of a query, without what its partitions and the like say of the query's columns.
MADE = re.compile(r"(?P<head>\s*create\s+(?:or\s+replace\s+)?table\s+`\d+`\s*(?:options\s*\([^()]*\)\s*)?)as\b", re.I)
TEXT = re.compile(r"'(?:[^']|'')*'")
QUERY = re.compile(r"\s*(with|select)\b", re.I)


def with_destination(run_query):
    """dbt counts the rows that CREATE TABLE AS made, by the job's destination, which local-bigquery leaves out."""

    def run(job, session, running):
        statistics = run_query(job, session, running)
        query, made = job.configuration.query, statistics.query
        if made is not None and made.statementType == "CREATE_TABLE_AS_SELECT" and not query.destinationTable:
            query.destinationTable = made.ddlTargetTable
        return statistics

    return run


def keep_tables_in_memory(database) -> None:
    """local-bigquery keeps each project in a DuckLake: every table is files, and a transaction of a catalog on disk."""

    def attach(connection, project: str) -> None:
        connection.execute(f"ATTACH IF NOT EXISTS ':memory:' AS {database.quote(project)}")
        database._attached.add(project)

    database._attach = attach
    database.projects = lambda: sorted(database._attached)


def keep_resources_in_memory(metadata, store) -> None:
    """What the API says of jobs, data sets and tables, which local-bigquery writes as JSON into a DuckDB file.

    A list of jobs is empty: nothing here asks for one.
    """
    resources, jobs = {}, {}

    def found(model, keys):
        # A list first, for other threads may write meanwhile.
        return [key for key in list(resources.get(model, {})) if key[: len(keys)] == keys]

    def save(resource, *keys):
        body = {key: value for key, value in resource.dump().items() if key != "etag"}
        resources.setdefault(type(resource), {})[keys] = body | {"etag": str(hash(repr(body)))}
        return resource.replace(etag=resources[type(resource)][keys]["etag"])

    def delete(model, *keys):
        for key in found(model, keys):
            resources[model].pop(key, None)

    def save_job(job):
        jobs[job.jobReference.projectId, job.jobReference.jobId] = job
        return job

    def listed(model, *keys):
        bodies = [resources[model].get(key) for key in found(model, keys)]
        return [model.model_validate(body) for body in bodies if body is not None]

    metadata.list_ = listed
    metadata.save, metadata.delete = save, delete
    store.save, store.load = save_job, lambda *keys: jobs.get(keys)


def walk_quickly(node_class, dialect) -> None:
    """A translation looks through a statement's tree some fifty times, and copies it once more to write it."""

    def children(self, reverse=False):
        for value in reversed(self.args.values()) if reverse else self.args.values():
            if isinstance(value, node_class):
                yield value
            elif isinstance(value, list):
                for item in reversed(value) if reverse else value:
                    if isinstance(item, node_class):
                        yield item

    def find_all(self, *kinds, bfs=True):
        if not bfs:
            yield from (node for node in self.dfs() if isinstance(node, kinds))
            return
        # The list grows while it is read: level by level.
        nodes = [self]
        for node in nodes:
            if isinstance(node, kinds):
                yield node
            for value in node.args.values():
                if isinstance(value, node_class):
                    nodes.append(value)
                elif isinstance(value, list):
                    nodes.extend(item for item in value if isinstance(item, node_class))

    node_class.iter_expressions, node_class.find_all = children, find_all
    generate = dialect.generate
    dialect.generate = lambda self, tree, copy=True, **options: generate(self, tree, copy=False, **options)


class Statement(threading.local):
    """The translation that a thread's statement is given, or those that were made for it."""

    given = None
    made = ()


class Translations:
    """What local-bigquery translates for DuckDB, remembered for statements that differ by the names of tables alone.

    A translation takes longer than what DuckDB then does. A statement that is known goes the same way as a short one
    with the same head, and DuckDB gets the known translation. If that fails, it goes the whole way, for the words.
    """

    def __init__(self, jobs, columns):
        self.execute, self.translate, self.columns = jobs.execute, jobs.translate, columns
        self.known, self.local = {}, Statement()
        jobs.execute, jobs.translate = self.executed, self.translated

    def translated(self, tree, context):
        if self.local.given is not None:
            sql, referenced = self.local.given
            context.referenced |= referenced
            return sql, {}
        sql, bound = self.translate(tree, context)
        self.local.made = [*self.local.made, (sql, bound, set(context.referenced))]
        return sql, bound

    def executed(self, cursor, project, job, config, dry_run=False, session=None):
        self.local.made, self.local.given = (), None
        known = None if dry_run or session or config.queryParameters else self.shaped(config.query or "")
        if known:
            key, paths, head = known
            if key in self.known:
                template, numbers = self.known[key]
                sql = re.sub(r"\0(\d+)\0", lambda number: quoted(paths[int(number[1])], '"'), template)
                self.local.given = sql, {paths[number] for number in numbers}
                try:
                    return self.execute(
                        cursor, project, job, config.replace(query=head + "select 1 as x"), dry_run, session
                    )
                except Exception:
                    self.local.given = None
        answer = self.execute(cursor, project, job, config, dry_run, session)
        if known and len(self.local.made) == 1:
            self.remember(key, paths, *self.local.made[0])
        return answer

    def shaped(self, sql: str):
        """Of a query, or a table made of one: its key, its tables, and what stands before the query."""
        shape, paths = shape_of(sql) or (None, [])
        made = shape and MADE.match(shape)
        if shape is None or not (made or QUERY.match(shape)):
            return None
        try:
            columns = [[field.dump() for field in self.columns(*path)] for path in (paths[1:] if made else paths)]
        except Exception:
            # One of them is not there, which the whole way says.
            return None
        head = re.sub(r"`(\d+)`", lambda number: quoted(paths[int(number[1])], "`"), made[0]) if made else ""
        return (shape, repr(columns)), paths, head + " "

    def remember(self, key, paths, sql, bound, referenced) -> None:
        for number, path in enumerate(paths):
            sql = sql.replace(quoted(path, '"'), f"\0{number}\0")
        # Whatever else has the name of a table, but for texts, would have to change with it.
        words = set(WORD.findall(TEXT.sub("", sql)))
        if (
            not bound
            and referenced <= set(paths)
            and not any(words & set(WORD.findall(" ".join(path[1:]))) for path in paths)
        ):
            self.known[key] = sql, [paths.index(path) for path in referenced]


def quoted(path: tuple[str, ...], mark: str) -> str:
    return ".".join(f"{mark}{part}{mark}" for part in path)


def main(port: str, folder: str) -> None:
    os.environ["HOME"] = folder
    from duckdb_extensions import import_extension

    for extension in ("ducklake", "icu", "spatial"):
        import_extension(extension)

    from local_bigquery import cli
    from local_bigquery.catalog import metadata, tables
    from local_bigquery.engine import database
    from local_bigquery.jobs import query, runner, store
    from local_bigquery.sql.dialect import DuckDBDialect
    from sqlglot.expressions.core import Expr

    runner._query = with_destination(runner._query)
    keep_tables_in_memory(database)
    keep_resources_in_memory(metadata, store)
    walk_quickly(Expr, DuckDBDialect)
    Translations(query, tables.columns)
    # Statements become trees of many small objects, which reference counting frees.
    gc.set_threshold(1_000_000, 50, 100)
    places = {"--host": "127.0.0.1", "--port": port, "--grpc-port": "0", "--data-dir": folder + "/data"}
    cli.main([word for option in places.items() for word in option] + ["--project", "demo"])


if __name__ == "__main__":
    main(*sys.argv[1:])
