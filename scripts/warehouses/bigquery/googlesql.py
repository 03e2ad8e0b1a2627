"""GoogleSQL as Google wrote it: the analyzer that BigQuery's SQL is checked with, and its reference evaluator.

The package zetasql brings both as WebAssembly, to be called with protocol buffers. The language's features are set as
BigQuery has them.
"""

from __future__ import annotations

import ctypes
import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import wasmtime
from zetasql.core import wasm_client
from zetasql.core.exceptions import ServerError as NotGoogleSQL
from zetasql.wasi import get_wasm_path
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2 as service
from zetasql.wasi._pb2.zetasql.proto import options_pb2, simple_catalog_pb2
from zetasql.wasi._pb2.zetasql.public import options_pb2 as language
from zetasql.wasi._pb2.zetasql.public import type_pb2, value_pb2
from zetasql.wasi._pb2.zetasql.resolved_ast import resolved_node_kind_pb2

__all__ = ["GoogleSQL", "NotGoogleSQL", "Table"]

# What BigQuery offers of GoogleSQL; the rest is off.
FEATURES = [
    "ADDITIONAL_STRING_FUNCTIONS",
    "ALLOW_DASHES_IN_TABLE_NAME",
    "ALLOW_REGEXP_EXTRACT_OPTIONALS",
    "ALTER_COLUMN_SET_DATA_TYPE",
    "ALTER_TABLE_RENAME_COLUMN",
    "ANALYTIC_FUNCTIONS",
    "BIGNUMERIC_TYPE",
    "CASE_STMT",
    "CBRT_FUNCTIONS",
    "CIVIL_TIME",
    "COLUMN_DEFAULT_VALUE",
    "CONCAT_MIXED_TYPES",
    "CREATE_SNAPSHOT_TABLE",
    "CREATE_TABLE_AS_SELECT_COLUMN_LIST",
    "CREATE_TABLE_CLONE",
    "CREATE_TABLE_CLUSTER_BY",
    "CREATE_TABLE_COPY",
    "CREATE_TABLE_FIELD_ANNOTATIONS",
    "CREATE_TABLE_FUNCTION",
    "CREATE_TABLE_LIKE",
    "CREATE_TABLE_NOT_NULL",
    "CREATE_TABLE_PARTITION_BY",
    "CREATE_VIEW_WITH_COLUMN_LIST",
    "DATE_ARITHMETICS",
    "DATE_TIME_CONSTRUCTORS",
    "DECIMAL_ALIAS",
    "DML_UPDATE_WITH_JOIN",
    "EXTENDED_DATE_TIME_SIGNATURES",
    "FOREIGN_KEYS",
    "FORMAT_IN_CAST",
    "FOR_IN",
    "GROUPING_BUILTIN",
    "GROUPING_SETS",
    "GROUP_BY_ALL",
    "GROUP_BY_ROLLUP",
    "HAVING_IN_AGGREGATE",
    "INTERVAL_TYPE",
    "INVERSE_TRIG_FUNCTIONS",
    "IS_DISTINCT",
    "JSON_ARRAY_FUNCTIONS",
    "JSON_TYPE",
    "JSON_VALUE_EXTRACTION_FUNCTIONS",
    "LIKE_ANY_SOME_ALL",
    "LIMIT_IN_AGGREGATE",
    "NAMED_ARGUMENTS",
    "NULLS_FIRST_LAST_IN_ORDER_BY",
    "NULL_HANDLING_MODIFIER_IN_AGGREGATE",
    "NULL_HANDLING_MODIFIER_IN_ANALYTIC",
    "NUMERIC_TYPE",
    "OMIT_INSERT_COLUMN_LIST",
    "ORDER_BY_IN_AGGREGATE",
    "PARAMETERIZED_TYPES",
    "PIPES",
    "PIVOT",
    "QUALIFY",
    "REPEAT",
    "ROUND_WITH_ROUNDING_MODE",
    "SAFE_FUNCTION_CALL",
    "SCRIPT_LABEL",
    "SELECT_STAR_EXCEPT_REPLACE",
    "TABLESAMPLE",
    "TABLE_VALUED_FUNCTIONS",
    "TEMPLATE_FUNCTIONS",
    "TIME_BUCKET_FUNCTIONS",
    "UNENFORCED_PRIMARY_KEYS",
    "UNNEST_AND_FLATTEN_ARRAYS",
    "UNPIVOT",
    "WEEK_WITH_WEEKDAY",
    "WITH_EXPRESSION",
    "WITH_ON_SUBQUERY",
    "WITH_RECURSIVE",
]

STATEMENTS = [
    "ALTER_TABLE",
    "ALTER_VIEW",
    "ASSERT",
    "CREATE_SCHEMA",
    "CREATE_SNAPSHOT_TABLE",
    "CREATE_TABLE",
    "CREATE_TABLE_AS_SELECT",
    "CREATE_VIEW",
    "DELETE",
    "DROP",
    "EXPORT_DATA",
    "INSERT",
    "MERGE",
    "QUERY",
    "TRUNCATE",
    "UPDATE",
]

TYPES = {
    "STRING": type_pb2.TYPE_STRING,
    "BYTES": type_pb2.TYPE_BYTES,
    "INTEGER": type_pb2.TYPE_INT64,
    "INT64": type_pb2.TYPE_INT64,
    "FLOAT": type_pb2.TYPE_DOUBLE,
    "FLOAT64": type_pb2.TYPE_DOUBLE,
    "NUMERIC": type_pb2.TYPE_NUMERIC,
    "BIGNUMERIC": type_pb2.TYPE_BIGNUMERIC,
    "BOOLEAN": type_pb2.TYPE_BOOL,
    "BOOL": type_pb2.TYPE_BOOL,
    "TIMESTAMP": type_pb2.TYPE_TIMESTAMP,
    "DATE": type_pb2.TYPE_DATE,
    "TIME": type_pb2.TYPE_TIME,
    "DATETIME": type_pb2.TYPE_DATETIME,
    "JSON": type_pb2.TYPE_JSON,
}

STACK = 256 << 20


@dataclass
class Table:
    """A table as BigQuery's API describes it: `fields` of its schema, and the rows where the evaluator needs them."""

    fields: list[dict]
    rows: list[list] = field(default_factory=list)


class GoogleSQL:
    """One analyzer, in a thread of its own: a deep expression, as a sum of a thousand terms is, needs a large stack."""

    def __init__(self):
        before = threading.stack_size(3 * STACK)
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.client = self.thread.submit(new_client).result()
        threading.stack_size(before)
        self.language = bigquery_language()

    def call(self, name: str, request, response_type):
        return self.thread.submit(
            self.client.call_grpc_func, "ZetaSqlLocalService_" + name, request, response_type
        ).result()

    def table_names(self, query: str) -> list[tuple[str, ...]]:
        """The tables that a statement names, as their paths."""
        request = service.ExtractTableNamesFromStatementRequest(sql_statement=query)
        request.options.CopyFrom(self.language)
        found = self.call(
            "ExtractTableNamesFromStatement", request, service.ExtractTableNamesFromStatementResponse
        ).table_name
        return [tuple(part for piece in name.table_name_segment for part in piece.split(".")) for name in found]

    def check(self, query: str, tables: dict[tuple[str, ...], Table]) -> None:
        """Raises NotGoogleSQL unless the statement parses and type-checks against the tables."""
        request = service.AnalyzeRequest(sql_statement=query)
        request.options.CopyFrom(self.options())
        request.simple_catalog.CopyFrom(self.catalog(tables))
        # The answer stays as it is: a deep tree exceeds what Python's protocol buffers read.
        self.thread.submit(
            self.client._call_grpc_method, "ZetaSqlLocalService_Analyze", request.SerializeToString()
        ).result()

    def evaluate(self, query: str, tables: dict[tuple[str, ...], Table]) -> tuple[list[str], list[list]]:
        """The columns and rows of a SELECT, computed by the reference implementation."""
        columns, rows = self.typed_rows(query, tables)
        return [column.name for column in columns], rows

    def evaluated_literally(self, query: str, tables: dict[tuple[str, ...], Table]) -> str:
        """A SELECT of numbers and texts, computed by the reference implementation, as a query of literals."""
        columns, rows = self.typed_rows(query, tables)
        names = {type_pb2.TYPE_INT64: "int64", type_pb2.TYPE_DOUBLE: "float64", type_pb2.TYPE_STRING: "string"}
        fields = ", ".join(f"`{column.name}` {names[column.type.type_kind]}" for column in columns)
        values = ",\n".join("(" + ", ".join(literal(value) for value in row) + ")" for row in rows)
        return f"select * from unnest(array<struct<{fields}>>[\n{values}\n])"

    def typed_rows(self, query: str, tables: dict[tuple[str, ...], Table]):
        flat = {(".".join(path),): table for path, table in tables.items()}
        request = service.PrepareQueryRequest(sql=re.sub(r"`([^`.]+)`\.`([^`.]+)`\.`([^`.]+)`", r"`\1.\2.\3`", query))
        request.options.CopyFrom(self.options())
        request.simple_catalog.CopyFrom(self.catalog(flat))
        for (name,), table in flat.items():
            content = request.table_content[name].table_data
            types = [type_of(column) for column in table.fields]
            for row in table.rows:
                content.row.add().cell.extend(to_value(value, kind) for value, kind in zip(row, types, strict=True))
        prepared = self.call("PrepareQuery", request, service.PrepareQueryResponse).prepared
        answer = self.call(
            "EvaluateQuery",
            service.EvaluateQueryRequest(prepared_query_id=prepared.prepared_query_id),
            service.EvaluateQueryResponse,
        )
        columns = list(prepared.columns)
        rows = [
            [from_value(value, column.type) for value, column in zip(row.cell, columns, strict=True)]
            for row in answer.content.table_data.row
        ]
        return columns, rows

    def options(self):
        options = options_pb2.AnalyzerOptionsProto(
            default_timezone="UTC", error_message_mode=language.ERROR_MESSAGE_ONE_LINE
        )
        options.language_options.CopyFrom(self.language)
        return options

    def catalog(self, tables: dict[tuple[str, ...], Table]):
        """The tables under project and dataset, under the dataset alone, and under the whole path as one name."""
        root = simple_catalog_pb2.SimpleCatalogProto(name="root")
        root.builtin_function_options.language_options.CopyFrom(self.language)
        catalogs = {(): root}
        for path, table in tables.items():
            for names in {path, path[-2:], (".".join(path),)}:
                for length in range(1, len(names)):
                    if names[:length] not in catalogs:
                        catalogs[names[:length]] = catalogs[names[: length - 1]].catalog.add(name=names[length - 1])
                added = catalogs[names[:-1]].table.add(
                    name=names[-1], full_name=".".join(path), name_in_catalog=names[-1]
                )
                for column in table.fields:
                    added.column.add(name=column["name"]).type.CopyFrom(type_of(column))
        return root


def new_client():
    """zetasql's client, with what it lacks: a cache of the compiled module, a deep stack, fast copies of bytes."""

    def config():
        settings = wasmtime.Config()
        settings.cache = True
        from wasmtime import _ffi

        grow = _ffi.dll.wasmtime_config_async_stack_size_set
        grow.argtypes, grow.restype = [ctypes.c_void_p, ctypes.c_uint64], None
        grow(ctypes.cast(settings.ptr(), ctypes.c_void_p), 2 * STACK)
        settings.max_wasm_stack = STACK
        return settings

    def address(client, pointer):
        return ctypes.addressof(client.memory.data_ptr().contents) + pointer

    wasm_client.Config = config
    wasm_client.WasmClient.write_bytes = lambda self, pointer, data: ctypes.memmove(
        address(self, pointer), data, len(data)
    )
    wasm_client.WasmClient.read_bytes = lambda self, pointer, size: ctypes.string_at(address(self, pointer), size)
    return wasm_client.WasmClient(wasm_path=get_wasm_path())


def bigquery_language():
    known = {re.sub(r"^FEATURE_(V_\d_\d_)?", "", name): number for name, number in language.LanguageFeature.items()}
    kinds = resolved_node_kind_pb2.ResolvedNodeKind
    options = options_pb2.LanguageOptionsProto(
        product_mode=language.PRODUCT_EXTERNAL,
        name_resolution_mode=language.NAME_RESOLUTION_DEFAULT,
        enabled_language_features=[known[name] for name in FEATURES if name in known],
        supported_statement_kinds=[kinds.Value(f"RESOLVED_{name}_STMT") for name in STATEMENTS],
        reserved_keywords=["QUALIFY"],
    )
    return options


def type_of(column: dict):
    """The type of a field of BigQuery's API."""
    if column["type"] in ("RECORD", "STRUCT"):
        kind = type_pb2.TypeProto(type_kind=type_pb2.TYPE_STRUCT)
        for inner in column["fields"]:
            kind.struct_type.field.add(field_name=inner["name"]).field_type.CopyFrom(type_of(inner))
    else:
        kind = type_pb2.TypeProto(type_kind=TYPES[column["type"]])
    if column.get("mode") == "REPEATED":
        array = type_pb2.TypeProto(type_kind=type_pb2.TYPE_ARRAY)
        array.array_type.element_type.CopyFrom(kind)
        return array
    return kind


def to_value(value, kind):
    """A cell of BigQuery's API, which writes numbers as text, as a value of GoogleSQL."""
    given = value_pb2.ValueProto()
    if value is None:
        return given
    if kind.type_kind == type_pb2.TYPE_ARRAY:
        given.array_value.SetInParent()
        given.array_value.element.extend(to_value(element["v"], kind.array_type.element_type) for element in value)
    elif kind.type_kind == type_pb2.TYPE_STRUCT:
        given.struct_value.SetInParent()
        given.struct_value.field.extend(
            to_value(inner["v"], of.field_type) for inner, of in zip(value["f"], kind.struct_type.field, strict=True)
        )
    elif kind.type_kind == type_pb2.TYPE_INT64:
        given.int64_value = int(value)
    elif kind.type_kind == type_pb2.TYPE_DOUBLE:
        given.double_value = float(value)
    elif kind.type_kind == type_pb2.TYPE_BOOL:
        given.bool_value = value in (True, "true")
    elif kind.type_kind == type_pb2.TYPE_STRING:
        given.string_value = value
    else:
        raise NotImplementedError(f"no value of the type {type_pb2.TypeKind.Name(kind.type_kind)}")
    return given


def literal(value) -> str:
    if value is None:
        return "null"
    if isinstance(value, float):
        return f"cast('{value!r}' as float64)"
    return json.dumps(value, ensure_ascii=False)


def from_value(value, kind):
    which = value.WhichOneof("value")
    if which is None:
        return None
    if which == "array_value":
        return [from_value(element, kind.array_type.element_type) for element in value.array_value.element]
    if which == "struct_value":
        fields = zip(value.struct_value.field, kind.struct_type.field, strict=True)
        return {of.field_name: from_value(inner, of.field_type) for inner, of in fields}
    return getattr(value, which)
