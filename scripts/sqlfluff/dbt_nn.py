"""What sqlfluff reads in place of a macro of the package when it lints a model's source.

The SQL that the macros make is linted after it is compiled.
"""


def __getattr__(name):
    return lambda *args, **kwargs: "select 1 as stage" if name.startswith("stage_") else "relation"
