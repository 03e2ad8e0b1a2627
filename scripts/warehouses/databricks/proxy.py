"""Stands between dbt-databricks and the Thrift server of open-source Spark: both speak Thrift, in two dialects.

    proxy.py PORT SPARK_PORT      in a virtual environment with databricks-sql-connector

In front it is Thrift over HTTP, as Databricks has it; behind it, Thrift over a socket. What differs is put in: the
protocol's version, that results come as columns, and the name of the only catalog, which is spark_catalog to Spark.
"""

import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from databricks.sql.thrift_api.TCLIService import TCLIService, ttypes
from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.Thrift import TMessageType
from thrift.transport.TSocket import TSocket
from thrift.transport.TTransport import TBufferedTransport, TMemoryBuffer

COLUMNS = ttypes.TSparkRowSetType.COLUMN_BASED_SET
CATALOG = re.compile(r"\bhive_metastore\b", re.IGNORECASE)
# Spark takes no catalog in a table's new name.
NEW_NAME = re.compile(r"(\brename\s+to\s+)`?spark_catalog`?\.", re.IGNORECASE)


class Spark:
    """The Thrift server. Its connection takes one request at a time."""

    def __init__(self, port: int):
        transport = TBufferedTransport(TSocket("127.0.0.1", port))
        transport.open()
        self.client = TCLIService.Client(TBinaryProtocol(transport))
        self.lock = threading.Lock()

    def answer(self, name: str, request):
        """What Spark answers to a request of Databricks' dialect, in that dialect."""
        namespace = None
        if name == "OpenSession":
            request.client_protocol = ttypes.TProtocolVersion.HIVE_CLI_SERVICE_PROTOCOL_V8
            request.client_protocol_i64 = None
            request.username = request.username or "dbt"
            namespace, request.initialNamespace = request.initialNamespace, None
            request.configuration = {}
        elif name == "ExecuteStatement":
            request.getDirectResults = request.confOverlay = request.parameters = None
            request.statement = NEW_NAME.sub(r"\1", CATALOG.sub("spark_catalog", request.statement))
        elif name == "GetResultSetMetadata":
            request.includeCloudFetch = None
        with self.lock:
            response = getattr(self.client, name)(request)
        if name == "OpenSession":
            response.serverProtocolVersion = ttypes.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V4
            response.canUseMultipleCatalogs, response.initialNamespace = True, namespace
        elif name == "GetResultSetMetadata":
            response.resultFormat = COLUMNS
        elif name == "FetchResults":
            success = ttypes.TStatus(statusCode=ttypes.TStatusCode.SUCCESS_STATUS)
            response.resultSetMetadata = ttypes.TGetResultSetMetadataResp(
                status=success, resultFormat=COLUMNS, lz4Compressed=False
            )
        return response


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        protocol = TBinaryProtocol(TMemoryBuffer(body))
        name, _, sequence = protocol.readMessageBegin()
        arguments = getattr(TCLIService, f"{name}_args")()
        arguments.read(protocol)
        response = self.server.spark.answer(name, arguments.req)
        written = TMemoryBuffer()
        protocol = TBinaryProtocol(written)
        protocol.writeMessageBegin(name, TMessageType.REPLY, sequence)
        getattr(TCLIService, f"{name}_result")(success=response).write(protocol)
        protocol.writeMessageEnd()
        self.send("application/x-thrift", 200, written.getvalue())

    def do_GET(self):
        """The connector looks whether there is a server of logins; there is none."""
        self.send("text/plain", 404, b"")

    def send(self, kind: str, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    server.spark = Spark(int(sys.argv[2]))
    server.serve_forever()
