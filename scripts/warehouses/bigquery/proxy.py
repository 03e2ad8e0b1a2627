"""What dbt-bigquery talks to instead of BigQuery: GoogleSQL type-checks every statement, then the emulator gets it.

python proxy.py PORT EMULATOR_PORT LOG

A statement that does not check is answered as BigQuery would, with 400. LOG gets one line of JSON per statement: status
(checked, refused, or unchecked for scripts), bytes, seconds of checking, sql, and the error where it was refused.
A statement that differs from one that has checked in nothing but comments and the names of tables with the same columns
has checked with it: a training's iterations are such, and each takes the analyzer a second.
A table made by a recursive query is computed by GoogleSQL's reference implementation, and the emulator gets its rows:
itself it runs out of memory with correlated subqueries in a recursion. `POST /googlesql {"query": …}` evaluates a
SELECT over the emulator's tables with that implementation.
"""

from __future__ import annotations

import gzip
import http.client
import json
import re
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from alike import shape_of
from googlesql import GoogleSQL, NotGoogleSQL, Table

QUERIES = re.compile(r"/projects/([^/]+)/(jobs|queries)$")
SCRIPT = re.compile(
    r"(\s|--[^\n]*\n|#[^\n]*\n|/\*.*?\*/)*(declare|set|begin|if|while|loop|for|repeat|execute|call)\b", re.I | re.S
)
RECURSION = re.compile(
    r"(?P<head>.*?\bcreate\s+(or\s+replace\s+)?table\b.*?\bas\s*\()(?P<query>\s*(?:--[^\n]*\n\s*)*with\s+recursive\b.*)\)\s*;?\s*$",
    re.I | re.S,
)
MOST_BYTES = 1_000_000
OF_ONE_HOP = ("connection", "content-length", "transfer-encoding")


class Emulator:
    """The connection that a thread has to the emulator."""

    def __init__(self, port: int):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def request(self, method: str, path: str, body: bytes | None = None, headers: dict | None = None):
        try:
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            # It was kept open for too long.
            self.connection.close()
            self.connection.request(method, path, body, headers or {})
            answer = self.connection.getresponse()
        return answer, answer.read()

    def get(self, path: str) -> dict | None:
        answer, content = self.request("GET", "/bigquery/v2" + path)
        return json.loads(content) if answer.status == 200 else None

    def table(self, path: tuple[str, ...], with_rows: bool = False) -> Table | None:
        address = "/projects/{}/datasets/{}/tables/{}".format(*path)
        described = self.get(address)
        if described is None:
            return None
        table = Table(described.get("schema", {}).get("fields", []))
        token = "" if with_rows else None
        while token is not None:
            page = self.get(f"{address}/data?maxResults=10000{token}")
            table.rows += [[cell["v"] for cell in row["f"]] for row in page.get("rows", [])]
            token = f"&pageToken={page['pageToken']}" if page.get("pageToken") else None
        return table


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    googlesql: GoogleSQL
    emulator_port: int
    log_file = None
    # The tables that statements of a shape read, by number, and the shapes that have checked with the columns of these.
    read: ClassVar = {}
    checked: ClassVar = set()
    local = threading.local()

    def log_message(self, *arguments):
        pass

    @property
    def emulator(self) -> Emulator:
        if not hasattr(self.local, "emulator"):
            self.local.emulator = Emulator(self.emulator_port)
        return self.local.emulator

    def handle_request(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size) if size else None
        path = self.path.split("?")[0]
        found = QUERIES.search(path) if self.command == "POST" and body else None
        if path == "/googlesql":
            self.evaluate(json.loads(body))
        elif not found or self.passes(found.group(1), self.unpacked(body)):
            # With the same Host, so that addresses in answers lead here again.
            headers = {name: value for name, value in self.headers.items() if name.lower() not in OF_ONE_HOP}
            computed = self.computed(found.group(1), self.unpacked(body)) if found else None
            if computed:
                body = computed
                headers = {name: value for name, value in headers.items() if name.lower() != "content-encoding"}
            answer, content = self.emulator.request(self.command, self.path, body, headers)
            self.respond(answer.status, content, answer.getheaders())

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_request

    def unpacked(self, body: bytes) -> dict:
        return json.loads(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)

    def respond(self, status: int, content: bytes, headers=(("Content-Type", "application/json"),)) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in OF_ONE_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def passes(self, project: str, request: dict) -> bool:
        """Check the statement of a job, and write it down. A statement that fails is answered here."""
        query = request if isinstance(request.get("query"), str) else request.get("configuration", {}).get("query", {})
        sql = query.get("query")
        if not sql:
            return True
        started = time.monotonic()
        status, error = "checked", None
        if SCRIPT.match(sql):
            status = "unchecked"
        else:
            try:
                self.check(sql, project, query.get("defaultDataset", {}))
            except NotGoogleSQL as problem:
                status, error = "refused", f"GoogleSQL: {problem}"
        entry = {"status": status, "bytes": len(sql.encode()), "seconds": round(time.monotonic() - started, 4)}
        self.log_file.write(json.dumps(entry | ({"error": error} if error else {}) | {"sql": sql}) + "\n")
        if error:
            reason = {"message": error, "domain": "global", "reason": "invalidQuery"}
            answer = {"error": {"code": 400, "message": error, "status": "INVALID_ARGUMENT", "errors": [reason]}}
            self.respond(400, json.dumps(answer).encode())
        return not error

    def computed(self, project: str, request: dict) -> bytes | None:
        """The request with a recursive query's rows in its place, if it makes a table of one."""
        query = request if isinstance(request.get("query"), str) else request.get("configuration", {}).get("query", {})
        recursion = RECURSION.match(query.get("query") or "")
        if not recursion:
            return None
        sql = recursion["query"]
        tables = self.tables(self.googlesql.table_names(sql), project, query.get("defaultDataset", {}), with_rows=True)
        query["query"] = f"{recursion['head']}{self.googlesql.evaluated_literally(sql, tables)})"
        return json.dumps(request).encode()

    def check(self, sql: str, project: str, dataset: dict) -> None:
        if len(sql.encode()) > MOST_BYTES:
            raise NotGoogleSQL("the query is larger than the 1 MB that BigQuery takes")
        shape, paths = shape_of(sql) or (None, [])
        if shape not in self.read:
            names = self.googlesql.table_names(sql)
            if shape is not None and set(names) <= set(paths):
                self.read[shape] = [paths.index(name) for name in names]
        else:
            names = [paths[number] for number in self.read[shape]]
        tables = self.tables(names, project, dataset)
        key = shape, repr([tables[name].fields if name in tables else None for name in names])
        if shape in self.read and key in self.checked:
            return
        self.googlesql.check(sql, tables)
        self.checked.add(key)

    def tables(self, names, project: str, dataset: dict, with_rows: bool = False) -> dict[tuple[str, ...], Table]:
        """The tables of these names, as they are now."""
        found = {}
        for path in names:
            prefix = (dataset.get("projectId", project), dataset.get("datasetId", ""))
            full = prefix[: 3 - len(path)] + path
            table = self.emulator.table(full, with_rows) if len(full) == 3 else None
            if table is not None:
                found[full] = table
                if len(path) == 1:
                    found[path] = table
        return found

    def evaluate(self, request: dict) -> None:
        sql = request["query"]
        try:
            tables = self.tables(self.googlesql.table_names(sql), "demo", {}, with_rows=True)
            columns, rows = self.googlesql.evaluate(sql, tables)
            self.respond(200, json.dumps({"columns": columns, "rows": rows}).encode())
        except NotGoogleSQL as problem:
            self.respond(400, json.dumps({"error": str(problem)}).encode())


def main(port: str, emulator_port: str, log: str) -> None:
    Proxy.googlesql = GoogleSQL()
    Proxy.emulator_port = int(emulator_port)
    with open(log, "a", buffering=1, encoding="utf-8") as Proxy.log_file:
        ThreadingHTTPServer(("127.0.0.1", int(port)), Proxy).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
