"""dbt with less of what it does around a macro and a statement: the tests render millions of calls. What a call gives is the same.

A command that a test starts as a process of its own, the demo and the engines run dbt as it is.
"""

import functools
import threading

from dbt.clients.jinja import MacroGenerator
from dbt.context.macros import MacroNamespace, MacroNamespaceBuilder
from dbt_common.clients import agate_helper
from dbt_common.clients.jinja import MacroReturn, get_dbt_macro_name
from dbt_common.events import base_types, event_manager
from dbt_common.exceptions import CompilationError
from dbt_common.exceptions import base as dbt_exceptions
from dbt_common.exceptions.macros import CaughtMacroErrorWithNodeError
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Context, missing
from jinja2.sandbox import SandboxedEnvironment


class Log:
    """Whether dbt's debug events are made: one costs more than most of the statements that it tells of."""

    is_read = False


def quiet_debug_events() -> None:
    make, fire = base_types.BaseEvent.__init__, event_manager.EventManager.fire_event

    def make_unless_debug(self, *arguments, **values):
        if Log.is_read or not isinstance(self, base_types.DebugLevel):
            make(self, *arguments, **values)

    def fire_unless_debug(self, event, *arguments, **values):
        if Log.is_read or not isinstance(event, base_types.DebugLevel):
            fire(self, event, *arguments, **values)

    base_types.BaseEvent.__init__, event_manager.EventManager.fire_event = make_unless_debug, fire_unless_debug


def call_macros_quickly() -> None:
    # Every exception looks for secrets in the whole environment, and a dispatch makes one per name that it tries.
    secrets = dbt_exceptions.env_secrets()
    dbt_exceptions.env_secrets = lambda: secrets

    def init(self, macro, context=None, node=None, stack=None):
        self.macro, self.context, self.node, self.stack = macro, context, node, stack

    # A call makes the macro anew out of its template; it is the same one as long as the model is.
    def get_macro(self):
        made = self.__dict__.get("made")
        if made is None or made[0] is not self.context:
            module = self.get_template().make_module(vars=self.context, shared=False)
            self.made = made = self.context, module.__dict__[get_dbt_macro_name(self.get_name())]
        return made[1]

    # As dbt has it, without two context managers.
    def call_macro(self, *arguments, **values):
        try:
            return get_macro(self)(*arguments, **values)
        except MacroReturn as returned:
            return returned.value
        except (TypeError, TemplateRuntimeError) as error:
            raise CaughtMacroErrorWithNodeError(exc=error, node=self.macro) from error
        except CompilationError as error:
            error.stack.append(self.macro)
            raise

    def call(self, *arguments, **values):
        if self.stack is None:
            return call_macro(self, *arguments, **values)
        name = self.macro.unique_id
        if self.stack.depth == 0 and self.node:
            self.node.depends_on.add_macro(name)
        self.stack.push(name)
        try:
            return call_macro(self, *arguments, **values)
        finally:
            self.stack.pop(name)

    MacroGenerator.__init__, MacroGenerator.get_macro = init, get_macro
    MacroGenerator.call_macro, MacroGenerator.__call__ = call_macro, call


def render_quickly() -> None:
    """Jinja's sandbox, which asks of each call and attribute whether it is safe, without asking where it always is."""
    careful_call, careful_getattr = SandboxedEnvironment.call, SandboxedEnvironment.getattr

    def call(environment, context, called, /, *arguments, **values):
        if type(called) is not MacroGenerator:
            return careful_call(environment, context, called, *arguments, **values)
        values.pop("_loop_vars", None)
        values.pop("_block_vars", None)
        return called(*arguments, **values)

    def get_attribute(environment, item, name):
        if isinstance(item, dict) and name in item and not hasattr(dict, name):
            return item[name]
        return careful_getattr(environment, item, name)

    def resolve_or_missing(self, key):
        if key in self.vars:
            return self.vars[key]
        for values in getattr(self.parent, "maps", (self.parent,)):
            if key in values:
                return values[key]
        return missing

    SandboxedEnvironment.call, SandboxedEnvironment.getattr = call, get_attribute
    Context.resolve_or_missing = resolve_or_missing


class MacrosOfPackage(dict):
    """The macros of a package by their names, each made when it is first called: a model calls a few of a thousand."""

    def __init__(self, macros, make):
        super().__init__(macros)
        self.make = make

    def __getitem__(self, name):
        macro = super().__getitem__(name)
        if not isinstance(macro, MacroGenerator):
            self[name] = macro = self.make(macro)
        return macro

    def get(self, name, default=None):
        return self[name] if name in self else default  # noqa: SIM401

    def items(self):
        return [(name, self[name]) for name in self]

    def values(self):
        return [self[name] for name in self]


def name_macros_quickly() -> None:
    """Every model, test and call by name has a namespace of all macros of its own."""

    def build_namespace(self, macros_by_package, ctx):
        def make(macro):
            return MacroGenerator(macro, ctx, self.node, self.thread_ctx)

        for package, macros in macros_by_package.items():
            is_internal = package in self.internal_package_names
            made = MacrosOfPackage(macros, make)
            (self.internal_packages if is_internal else self.packages)[package] = made
            if not is_internal and package == self.search_package:
                self.locals = made
            elif not is_internal and package == self.root_package:
                self.globals = made
        of_dbt = {}
        for package in reversed(self.internal_package_names_order):
            of_dbt.update(self.internal_packages.get(package, {}).items())
        return MacroNamespace(self.globals, self.locals, of_dbt, self.packages)

    def find(self, name):
        for found in (self.local_namespace, self.global_namespace, self.packages):
            if name in found:
                return found[name]
        return self.global_project_namespace if name == "dbt" else self.global_project_namespace[name]

    MacroNamespaceBuilder.build_namespace, MacroNamespace.__getitem__ = build_namespace, find


def read_results_quickly() -> None:
    """A table of results parses dates by a calendar that takes longer to make than most tables."""
    made, build = threading.local(), agate_helper.build_type_tester

    @functools.wraps(build)
    def build_once(text_columns, string_null_values=("null", "")):
        key = frozenset(text_columns), tuple(string_null_values)
        found = made.__dict__.setdefault("testers", {})
        if key not in found:
            found[key] = build(text_columns, string_null_values)
        return found[key]

    agate_helper.build_type_tester = build_once


def make_dbt_quick() -> None:
    quiet_debug_events()
    call_macros_quickly()
    render_quickly()
    name_macros_quickly()
    read_results_quickly()
