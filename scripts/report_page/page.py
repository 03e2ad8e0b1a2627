"""The page: one file with styles, data and the library that draws. It loads nothing and runs no other script."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from report_page.facts import Facts
from report_page.sections import Page
from report_page.summary import header, summary
from report_page.words import escape, json_for_html, name

HERE = Path(__file__).parent


def text(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8").strip()


def interpreter() -> str:
    """Vega's interpreter of expressions, which comes as a module, as a script that takes imports from vega."""
    lines = text("drawing/vega-interpreter.js").splitlines()
    imports = "import { ascending, isString, DisallowedObjectProperties } from 'vega-util';"
    exports = "export { expression as expressionInterpreter };"
    assert lines[0] == imports and exports in lines, "vega-interpreter.js is of another version"
    body = [line for line in lines[1:] if line != exports and not line.startswith("//# sourceMappingURL")]
    return (
        "const expressionInterpreter = (() => {\nconst { ascending, isString, DisallowedObjectProperties } = vega;\n"
        + "\n".join(body)
        + "\nreturn expression;\n})();"
    )


def without_map(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not line.startswith("//# sourceMappingURL"))


def hashed(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


def html(facts: dict) -> str:
    known = Facts(facts)
    page = Page(known)
    sections = page.sections()
    style = text("page.css")
    scripts = [text("drawing/vega.min.js"), text("drawing/vega-lite.min.js"), interpreter(), text("page.js")]
    scripts = [without_map(script) for script in scripts] if page.specs else []
    policy = (
        f"default-src 'none'; script-src {' '.join(map(hashed, scripts)) or chr(39) + 'none' + chr(39)}; "
        f"style-src {hashed(style)}; base-uri 'none'; form-action 'none'"
    )
    links = "".join(f'<li><a href="#{identifier}">{title}</a></li>' for identifier, title, _ in sections)
    made = known.made
    title = f"{known.network['name']}: network report"
    body = "\n\n".join(section for _, _, section in sections)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            '<a class="skip" href="#gates">Skip to the gates</a>',
            f"<header>{header(known)}</header>",
            f'<main>\n{summary(known)}\n<nav aria-label="Sections"><ul>{links}</ul></nav>\n\n{body}\n</main>',
            f'<footer><p class="small">Made by dbt_nn {escape(made["version"])} with dbt '
            f"{escape(made['dbt_version'])}, {escape(made['at'])} UTC, "
            f"invocation {name(made['invocation_id'])}. Charts: Vega and Vega-Lite, BSD-3-Clause, in this "
            f"file.</p></footer>",
            f'<script type="application/json" id="specs">{json_for_html(page.specs)}</script>',
            *(f"<script>{script}</script>" for script in scripts),
            "</body>",
            "</html>",
            "",
        ]
    )
