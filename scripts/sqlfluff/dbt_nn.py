"""What sqlfluff reads in place of a macro of the package when it lints a model's source.

The SQL that the macros make is linted after it is compiled.
"""


def __getattr__(name):
    is_whole_query = name == "train" or name.startswith("stage_")
    return lambda *args, **kwargs: "select 1 as stage" if is_whole_query else "relation"
