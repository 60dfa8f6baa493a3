"""The shape of the program, read from its imports.

Packages import in the order `ingest -> index -> assistant -> ui | eval`, and each heavy library is imported by one module.
"""

import ast
import socket
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "ingest": set(),
    "index": {"ingest"},
    "assistant": {"ingest", "index"},
    "ui": {"ingest", "index", "assistant"},
    "eval": {"ingest", "index", "assistant"},
}

QUICK_START = "eval/bench/quick_start.py"
HOMES: dict[str, tuple[str, ...]] = {
    # The quick start that the program is compared with has its own use of each library.
    "pypdf": ("ingest/pdf.py", QUICK_START),
    # Two read the words of every page, and what lies over them, when a file is added; one draws a page when somebody looks at it.
    "pypdfium2": ("ingest/pdf.py", "ingest/page_stamps.py", "ingest/page_picture.py"),
    "pdfplumber": ("ingest/tables.py",),
    "docx": ("ingest/office.py", "ui/exports/word.py"),
    "pptx": ("ingest/office.py",),
    "bs4": ("ingest/html.py",),
    "cv2": ("ingest/ocr.py",),
    "rapidocr": ("ingest/ocr.py",),
    "msoffcrypto": ("ingest/unlock.py",),
    # One reads workbooks, the other writes the registers as one.
    "openpyxl": ("ingest/sheets.py", "ui/exports/records.py"),
    "re2": ("ingest/linear_engine.py",),
    "openvino": ("index/encoder.py",),
    "tokenizers": ("index/encoder.py",),
    "sentence_transformers": ("index/sentence_model.py", QUICK_START),
    "torch": ("index/sentence_model.py",),
    "chromadb": ("index/vectors.py", QUICK_START),
    # The pages, and the tools that Gradio offers to other programs.
    "gradio": ("ui/web.py", "ui/tools.py"),
    "reportlab": ("ui/exports/pdf.py",),
    "pg8000": ("index/postgres_wire.py",),
    "argon2": ("ui/people.py",),
    "prometheus_client": ("ui/metrics.py",),
    "ir_measures": ("eval/retrieval_metrics.py",),
    "jinja2": ("eval/report.py",),
    "matplotlib": ("eval/plots.py",),
    "psutil": ("eval/recording.py",),
    "scipy": ("eval/statistics.py",),
}
"""The modules that may import each heavy library: one, or one for each of two uses that share nothing."""

SAMPLES = PurePosixPath("ingest/samples")
WRITERS = {"docx", "pptx", "reportlab"}
"""Libraries that write papers: what makes the sample papers may import them."""

LANGCHAIN_HOME = "assistant"


def find_imports(path: PurePosixPath, source: str) -> Iterator[str]:
    """The dotted names that a module imports anywhere in it, relative ones made absolute and those given to importlib included.

    `from a import b` gives "a.b", so that both `from ui import web` and `from ui.web import x` are seen as of package "ui".
    """
    for node in ast.walk(ast.parse(source, str(path))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = path.parts[: len(path.parts) - level] if level else ()
                yield from (".".join([*above, *([module] if module else []), name.name]) for name in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def find_wrong_imports(path: PurePosixPath, source: str) -> list[str]:
    """A sentence for every import by which a module of the program breaks the order of the packages or the homes of libraries."""
    package = path.parts[0]
    wrong = []
    for name in find_imports(path, source):
        top = name.partition(".")[0]
        if top in MAY_IMPORT and top != package and top not in MAY_IMPORT[package]:
            wrong.append(f"{path} imports {name}: {package} may import only {sorted(MAY_IMPORT[package]) or 'itself'}")
        makes_samples = top in WRITERS and path.is_relative_to(SAMPLES)
        homes = HOMES.get(top, (str(SAMPLES),))
        if top in {*HOMES, *WRITERS} and str(path) not in homes and not makes_samples:
            wrong.append(f"{path} imports {name}: only {' and '.join(homes)} may")
        if top.startswith(("langchain", "langgraph")) and package != LANGCHAIN_HOME and str(path) != QUICK_START:
            wrong.append(f"{path} imports {name}: only modules of {LANGCHAIN_HOME} may")
    return wrong


def find_hidden_builtins(path: PurePosixPath, source: str) -> list[str]:
    """A sentence for every import that binds the bare name `eval`, which would hide the builtin."""
    return [
        f"{path} line {node.lineno} binds the name eval: import from its modules instead"
        for node in ast.walk(ast.parse(source, str(path)))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
        if (name.asname or (name.name.partition(".")[0] if isinstance(node, ast.Import) else name.name)) == "eval"
    ]


def read_modules(*folders: str) -> list[tuple[PurePosixPath, str]]:
    """Path from the checkout and source text of every module under the folders."""
    files = [file for folder in folders for file in sorted((CHECKOUT / folder).rglob("*.py"))]
    return [(PurePosixPath(file.relative_to(CHECKOUT)), file.read_text("utf-8")) for file in files]


def test_every_package_imports_only_from_packages_to_its_left_and_heavy_libraries_in_their_homes():
    modules = read_modules(*MAY_IMPORT)

    assert {path.parts[0] for path, _ in modules} == set(MAY_IMPORT)
    assert [sentence for path, source in modules for sentence in find_wrong_imports(path, source)] == []


def test_no_module_hides_the_builtin_eval():
    modules = read_modules(*MAY_IMPORT, "tests")

    assert [sentence for path, source in modules for sentence in find_hidden_builtins(path, source)] == []


def test_every_module_of_the_program_says_what_it_is():
    assert [str(path) for path, source in read_modules(*MAY_IMPORT) if not ast.get_docstring(ast.parse(source))] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("ingest/pipeline.py", "from index.sync import update_store"),
        ("index/sync.py", "import assistant.answer"),
        ("assistant/compose.py", "def late():\n    from ui import rendering"),
        ("ui/web.py", "from eval.metrics import score_quotes"),
        ("eval/run.py", "import ui.cli as cli"),
        ("index/sync.py", "from ..ui import cli"),
        ("index/sync.py", "import importlib\nimportlib.import_module('eval.run')"),
        ("index/sync.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from assistant.answer import Answer"),
    ],
)
def test_a_wrong_arrow_is_caught(path, source):
    [sentence] = find_wrong_imports(PurePosixPath(path), source)

    assert sentence.startswith(f"{path} imports ")


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("ui/handlers.py", "import gradio as gr"),
        ("index/catalogue.py", "from chromadb.config import Settings"),
        ("ingest/records.py", "from pdfplumber.table import Table"),
        ("index/embedder.py", "from langchain_core.embeddings import Embeddings"),
        ("eval/run.py", "import langchain"),
        ("ui/rendering.py", "from reportlab.pdfgen import canvas"),
        ("ingest/samples/layout/slides.py", "import pypdf"),
    ],
)
def test_a_heavy_library_away_from_home_is_caught(path, source):
    assert len(find_wrong_imports(PurePosixPath(path), source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("assistant/answering.py", "from ingest.document import Page\nfrom index import search\nfrom assistant import answer"),
        ("ui/cli.py", "from assistant.answer import Answer\nfrom . import web\nfrom .rendering import render_answer"),
        ("index/vectors.py", "import chromadb"),
        ("assistant/chat_model.py", "from langchain_core.language_models import BaseChatModel"),
        ("ingest/samples/layout/slides.py", "import pptx, reportlab"),
        ("ingest/pdf.py", "import indexing, gradiometer, json"),
    ],
)
def test_a_right_import_is_let_through(path, source):
    assert find_wrong_imports(PurePosixPath(path), source) == []


@pytest.mark.parametrize("source", ["import eval", "import eval.cases", "from program import eval", "import cases as eval"])
def test_an_import_that_hides_eval_is_caught(source):
    assert len(find_hidden_builtins(PurePosixPath("ui/cli.py"), source)) == 1


@pytest.mark.parametrize("source", ["from eval.cases import read_cases", "import eval.cases as cases", "from eval import cases"])
def test_an_import_from_the_package_eval_is_let_through(source):
    assert find_hidden_builtins(PurePosixPath("tests/test_cases.py"), source) == []


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "council.example"])
def test_a_test_that_reaches_for_another_machine_is_stopped(host):
    with pytest.raises(RuntimeError, match="reached for"):
        socket.create_connection((host, 80), timeout=1)


def test_a_test_may_use_this_machine():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5) as client:
        assert client.getpeername() == server.getsockname()
