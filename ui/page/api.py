"""The description of the API as a page that needs no script from anywhere."""

import json

from ui.page.shell import escape_text


def render_api(schema: dict) -> str:
    """An OpenAPI description as HTML: every address with what goes in."""
    parts = [
        "<h1>For programs</h1><p>What the pages do, programs can do too: JSON over HTTP, under the same rules of access. "
        'The whole description is <a href="/api/openapi.json">openapi.json</a>. Nothing here changes what is stored.</p>'
    ]
    kinds = schema.get("components", {}).get("schemas", {})
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            parts.append(f"<h2>{escape_text(operation['summary'])}</h2><p><code>{method.upper()} {escape_text(path)}</code></p>")
            parts.append(_render_parameters(operation))
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            name = body.get("$ref", "").rpartition("/")[2]
            if name:
                example = json.dumps(_example(kinds[name], kinds), indent=2)
                label = f"What {escape_text(path)} takes"
                parts.append(f'<p>It takes, for example:</p><pre tabindex="0" aria-label="{label}">{escape_text(example)}</pre>')
    return "".join(parts)


def _render_parameters(operation: dict) -> str:
    named = [p for p in operation.get("parameters", ()) if p["in"] in ("path", "query")]
    rows = "".join(
        f"<tr><th scope='row'><code>{escape_text(p['name'])}</code></th><td>{p['in']}</td>"
        f"<td>{'needed' if p.get('required') else 'may be left out'}</td></tr>"
        for p in named
    )
    head = "<thead><tr><th scope='col'>Name</th><th scope='col'>Stands in</th><th scope='col'>Needed</th></tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""


def _example(kind: dict, kinds: dict) -> dict:
    return {name: _example_value(name, value, kinds) for name, value in kind["properties"].items()}


def _example_value(name: str, value: dict, kinds: dict) -> object:
    if "$ref" in value:
        return _example(kinds[value["$ref"].rpartition("/")[2]], kinds)
    if name == "question":
        return "When was the last inspection?"
    if value.get("type") == "array":
        return []
    return value.get("default")
