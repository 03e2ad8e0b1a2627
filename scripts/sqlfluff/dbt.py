"""What sqlfluff reads in place of dbt's own macros when it lints a model's source: the name of a type."""


def __getattr__(name):
    return lambda *args, **kwargs: "text"
