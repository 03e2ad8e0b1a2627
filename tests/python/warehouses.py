"""The warehouses that tests run on: how dbt connects to each, and how a test asks one something itself."""

import contextlib
import datetime
import os
import sys
import uuid
from pathlib import Path
from typing import ClassVar

NAMES = ["duckdb", "postgres", "spark", "bigquery", "snowflake", "databricks"]


class Warehouse:
    """A place for tables of one test module. `output` is its entry in profiles.yml."""

    name: str
    output: dict
    # What a project there says in its dbt_project.yml.
    project_yaml = ""

    def rows(self, query: str) -> list[tuple]:
        with self.cursor() as cursor:
            cursor.execute(query)
            return [tuple(row) for row in cursor.fetchall()]

    def execute(self, *statements: str) -> None:
        with self.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def tables(self, schema: str | None = None) -> set[str]:
        query = f"select table_name from information_schema.tables where table_schema = '{schema or self.schema}'"
        return {name for (name,) in self.rows(query)}

    def release(self) -> None:
        """Give back what dbt holds after a command."""

    def drop(self) -> None:
        """Remove every table."""

    def quoted(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    # The names of types, by the Python type of a value.
    types: ClassVar = {
        bool: "boolean",
        int: "bigint",
        float: "double",
        str: "varchar",
        datetime.date: "date",
        datetime.datetime: "timestamp",
    }

    def literal(self, value) -> str:
        """A value as a SQL literal; a float keeps every bit."""
        if value is None:
            return "null"
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, float):
            return f"cast('{value!r}' as {self.types[float]})"
        if isinstance(value, datetime.date):
            return f"cast('{value}' as {self.types[type(value)]})"
        return self.text(value) if isinstance(value, str) else str(value)

    def text(self, value: str) -> str:
        return "'" + value.replace("'", "''") + "'"

    def query_of(self, columns: list[str], rows: list[list]) -> str:
        """A query that gives literal rows."""
        values = ",\n  ".join("(" + ", ".join(self.literal(value) for value in row) + ")" for row in rows)
        names = ", ".join(self.quoted(column) for column in columns)
        return f"select * from (values\n  {values}\n) as literal_rows ({names})"


class DuckDB(Warehouse):
    name = "duckdb"
    schema = "main"

    def __init__(self, database: Path):
        self.database = database
        self.output = {"type": "duckdb", "path": str(database), "threads": 2}

    # To open a file takes longer than what most tests ask of it: the last one stays open until something else may want it.
    kept: ClassVar = {}

    @contextlib.contextmanager
    def cursor(self):
        import duckdb

        if self.database not in self.kept:
            self.close_kept()
            self.kept[self.database] = duckdb.connect(str(self.database))
        with self.kept[self.database].cursor() as cursor:
            yield cursor

    @classmethod
    def close_kept(cls) -> None:
        while cls.kept:
            cls.kept.popitem()[1].close()

    def release(self) -> None:
        # dbt-duckdb keeps the file open, and with it the lock that keeps other processes out.
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager

        self.close_kept()
        DuckDBConnectionManager.close_all_connections()


# A process that a test starts may open the file, which only one process can.
sys.addaudithook(lambda event, _: event in ("subprocess.Popen", "os.fork") and DuckDB.close_kept())


class Postgres(Warehouse):
    name = "postgres"
    types: ClassVar = Warehouse.types | {float: "double precision"}

    def __init__(self):
        self.schema = unique_schema()
        self.output = {
            "type": "postgres",
            "host": os.environ.get("DBT_NN_POSTGRES_HOST", "127.0.0.1"),
            "port": int(os.environ.get("DBT_NN_POSTGRES_PORT", "55432")),
            "user": os.environ.get("DBT_NN_POSTGRES_USER", "nn"),
            "password": os.environ.get("DBT_NN_POSTGRES_PASSWORD", "nn"),
            "dbname": os.environ.get("DBT_NN_POSTGRES_DATABASE", "nn"),
            "schema": self.schema,
            "threads": 2,
        }

    @contextlib.contextmanager
    def cursor(self):
        import psycopg2

        connection = psycopg2.connect(
            **{key: self.output[key] for key in ("host", "port", "user", "password", "dbname")},
            options=f"-c search_path={self.schema}",
        )
        connection.autocommit = True
        try:
            yield connection.cursor()
        finally:
            connection.close()

    def sessions(self) -> set[int]:
        """The server's processes for dbt."""
        query = "select pid from pg_stat_activity where application_name = 'dbt' and pid <> pg_backend_pid()"
        return {pid for (pid,) in self.rows(query)}

    def drop(self) -> None:
        self.execute(f"drop schema if exists {self.schema} cascade")


class Spark(Warehouse):
    name = "spark"
    types: ClassVar = Warehouse.types | {str: "string"}

    def __init__(self):
        self.schema = unique_schema()
        self.output = {
            "type": "spark",
            "method": "thrift",
            "host": os.environ.get("DBT_NN_SPARK_HOST", "127.0.0.1"),
            "port": int(os.environ.get("DBT_NN_SPARK_PORT", "10000")),
            "user": "dbt",
            "auth": "NOSASL",
            # The server itself waits for five seconds before it answers that a statement still runs.
            "poll_interval": 0,
            "schema": self.schema,
            "threads": 2,
        }

    @contextlib.contextmanager
    def cursor(self):
        from pyhive import hive

        connection = hive.connect(host=self.output["host"], port=self.output["port"], username="dbt", auth="NOSASL")
        try:
            cursor = connection.cursor()
            cursor.execute(f"create schema if not exists {self.schema}")
            cursor.execute(f"use {self.schema}")
            yield cursor
        finally:
            connection.close()

    def execute(self, *statements: str) -> None:
        with self.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def tables(self, schema: str | None = None) -> set[str]:
        return {row[1] for row in self.rows(f"show tables in {schema or self.schema}")}

    def drop(self) -> None:
        self.execute(f"drop schema if exists {self.schema} cascade")

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def text(self, value: str) -> str:
        return backslashed(value)


class BigQuery(Warehouse):
    name = "bigquery"
    types: ClassVar = Warehouse.types | {bool: "bool", int: "int64", float: "float64", str: "string"}

    def __init__(self):
        self.schema = unique_schema()
        self.output = {
            "type": "bigquery",
            "method": "oauth-secrets",
            "token": "none",
            "project": "demo",
            "dataset": self.schema,
            "location": "US",
            "api_endpoint": os.environ.get("DBT_NN_BIGQUERY_ENDPOINT", "http://127.0.0.1:9450"),
            "job_retries": 0,
            "threads": 2,
        }

    def client(self):
        from google.auth.credentials import AnonymousCredentials
        from google.cloud import bigquery

        return bigquery.Client(
            project="demo",
            credentials=AnonymousCredentials(),
            client_options={"api_endpoint": self.output["api_endpoint"]},
            default_query_job_config=bigquery.QueryJobConfig(default_dataset=f"demo.{self.schema}"),
        )

    def rows(self, query: str) -> list[tuple]:
        return [tuple(row.values()) for row in self.client().query_and_wait(query)]

    def execute(self, *statements: str) -> None:
        for statement in statements:
            self.client().query_and_wait(statement)

    def tables(self, schema: str | None = None) -> set[str]:
        return {table.table_id for table in self.client().list_tables(f"demo.{schema or self.schema}")}

    def drop(self) -> None:
        self.client().delete_dataset(f"demo.{self.schema}", delete_contents=True, not_found_ok=True)

    def quoted(self, name: str) -> str:
        return f"`{name}`"

    def text(self, value: str) -> str:
        return backslashed(value)

    def query_of(self, columns: list[str], rows: list[list]) -> str:
        types = [next((type(value) for value in column if value is not None), str) for column in zip(*rows)]
        fields = ", ".join(f"{self.quoted(name)} {self.types[kind]}" for name, kind in zip(columns, types))
        values = ",\n  ".join("(" + ", ".join(self.literal(value) for value in row) + ")" for row in rows)
        return f"select * from unnest(array<struct<{fields}>>[\n  {values}\n])"


class Snowflake(Warehouse):
    name = "snowflake"
    database_name = "DBT_NN"

    def __init__(self):
        self.schema = unique_schema()
        self.output = {
            "type": "snowflake",
            "account": "emulator",
            "host": os.environ.get("DBT_NN_SNOWFLAKE_HOST", "127.0.0.1"),
            "port": int(os.environ.get("DBT_NN_SNOWFLAKE_PORT", "55480")),
            "protocol": "http",
            "user": "nn",
            "password": "nn",
            "role": "accountadmin",
            "warehouse": "nn",
            "database": self.database_name,
            "schema": self.schema,
            "threads": 1,
            "insecure_mode": True,
            "connect_retries": 0,
        }
        self.execute(f"create schema if not exists {self.database_name}.{self.schema}")

    @contextlib.contextmanager
    def cursor(self):
        import snowflake.connector

        # An unknown function is an error of the server to the emulator, which the connector would try again for minutes.
        connection = snowflake.connector.connect(
            **{key: self.output[key] for key in ("account", "host", "port", "protocol", "user", "password")},
            insecure_mode=True,
            login_timeout=30,
            network_timeout=60,
        )
        try:
            cursor = connection.cursor()
            cursor.execute(f"create database if not exists {self.database_name}")
            cursor.execute(f"create schema if not exists {self.database_name}.{self.schema}")
            cursor.execute(f"use schema {self.database_name}.{self.schema}")
            yield cursor
        finally:
            connection.close()

    def tables(self, schema: str | None = None) -> set[str]:
        query = f"select table_name from {self.database_name}.information_schema.tables where table_schema = '{(schema or self.schema).upper()}'"
        # In lower case, as dbt and the tests write the names.
        return {name.lower() for (name,) in self.rows(query)}

    def drop(self) -> None:
        self.execute(f"drop schema if exists {self.database_name}.{self.schema} cascade")

    # What a name without quotes becomes is in capitals, so a column of plain lower case is written so, as users do; a reserved word needs
    # the quotes.
    def quoted(self, name: str) -> str:
        if name in ("on", "some"):
            return f'"{name.upper()}"'
        return (
            name
            if name.isascii() and name.islower() and name.isidentifier() and name not in ("order", "table")
            else super().quoted(name)
        )

    def text(self, value: str) -> str:
        return backslashed(value)


class Databricks(Spark):
    """dbt-databricks through a proxy to the cluster of Spark. Tables are Parquet, for Delta is not there."""

    name = "databricks"
    project_yaml = "models: {+file_format: parquet}\nseeds: {+file_format: parquet}\n"

    def __init__(self):
        super().__init__()
        host = os.environ.get("DBT_NN_DATABRICKS_HOST", "http://127.0.0.1:10101")
        self.output = {
            "type": "databricks",
            "host": host,
            "http_path": "/sql/1.0/warehouses/none",
            "token": "none",
            "catalog": "hive_metastore",
            "schema": self.schema,
            "threads": 1,
            "connect_retries": 0,
            "connection_parameters": {
                "_connection_uri": f"{host}/cliservice",
                "_retry_stop_after_attempts_count": 1,
                "enable_telemetry": False,
                "use_cloud_fetch": False,
            },
        }

    @contextlib.contextmanager
    def cursor(self):
        from databricks import sql

        connection = sql.connect(
            server_hostname=self.output["host"],
            http_path=self.output["http_path"],
            access_token="none",
            **self.output["connection_parameters"],
        )
        try:
            cursor = connection.cursor()
            cursor.execute(f"create schema if not exists {self.schema}")
            cursor.execute(f"use {self.schema}")
            yield cursor
        finally:
            connection.close()


def backslashed(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def unique_schema() -> str:
    return f"dbt_nn_test_{uuid.uuid4().hex[:8]}"


def new_warehouse(name: str, path: Path) -> Warehouse:
    """A warehouse of this name, with a schema of its own. DuckDB's file goes to `path`."""
    return (
        DuckDB(path / "tests.duckdb")
        if name == "duckdb"
        else {
            "postgres": Postgres,
            "spark": Spark,
            "bigquery": BigQuery,
            "snowflake": Snowflake,
            "databricks": Databricks,
        }[name]()
    )
