"""What the program is built of: every direct dependency stands in docs/licences.md with its licence as the package itself states
it, and nothing in the default install, however far down, is under the GPL or AGPL."""

import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
PAGE = (CHECKOUT / "docs" / "licences.md").read_text("utf-8")
COPYLEFT = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
"""The LGPL, under which a library may be used by any program, is another one."""
ALLOWED: dict[str, str] = {}
"""Packages of the default install that are under the GPL or AGPL all the same, each with the reason why that is no trouble."""


def read_licence(name: str) -> str:
    """The licence of an installed package in its own words: as an expression, else by its classifiers, else as free text."""
    stated = metadata.metadata(name)
    classifiers = [line.split("::")[-1].strip() for line in stated.get_all("Classifier") or [] if line.startswith("License ::")]
    named = sorted({line for line in classifiers if line != "OSI Approved"})
    free = (stated.get("License") or "").strip().splitlines()
    return stated.get("License-Expression") or ", ".join(named) or (free[0][:80] if free else "not stated")


def list_default_install() -> Iterator[str]:
    """The names of all packages that the default install brings in, as far down as they go, so far as they are installed here."""
    seen: set[tuple[str, str]] = set()
    named: set[str] = set()
    waiting = [Requirement(line) for line in PROJECT["dependencies"]]
    while waiting:
        needed = waiting.pop()
        name = canonicalize_name(needed.name)
        for wanted in ("", *needed.extras):
            if (name, wanted) in seen:
                continue
            seen.add((name, wanted))
            try:
                requires = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                # A requirement of another system or an older Python.
                continue
            if name not in named:
                named.add(name)
                yield name
            inner = (Requirement(line) for line in requires)
            waiting += [r for r in inner if r.marker is None or r.marker.evaluate({"extra": wanted})]


def read_table() -> dict[str, tuple[str, ...]]:
    """The rows of the page by package: version tested, licence, what for, state."""
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PAGE.splitlines() if line.startswith("| ")]
    return {row[0]: row[1:] for row in rows if row[0] != "package"}


def list_direct() -> set[str]:
    extras = (line for lines in PROJECT["optional-dependencies"].values() for line in lines)
    return {canonicalize_name(Requirement(line).name) for line in (*PROJECT["dependencies"], *extras)}


def test_every_direct_dependency_stands_in_the_table_and_nothing_else():
    assert set(read_table()) == list_direct()
    assert [name for name, row in read_table().items() if len(row) != 4 or not all(row)] == []


def test_the_table_says_what_the_constraints_and_the_packages_say():
    lines = (CHECKOUT / "constraints.txt").read_text("utf-8").splitlines()
    versions = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines) if version}
    wrong = []
    for name, (version, licence, *_) in read_table().items():
        if version != versions[name]:
            wrong.append(f"{name}: the table says version {version}, constraints.txt {versions[name]}")
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        # A build for one machine carries a local name: 2.13.0+cpu.
        if installed.partition("+")[0] == version and licence != read_licence(name):
            wrong.append(f"{name}: the table says licence {licence}, the package {read_licence(name)}")
    assert wrong == []


def test_nothing_in_the_default_install_is_under_the_gpl_or_agpl():
    installed = {name: read_licence(name) for name in list_default_install()}
    assert len(installed) > 100, "the packages below the direct ones are looked at too"
    assert {name: licence for name, licence in installed.items() if COPYLEFT.search(licence) and name not in ALLOWED} == {}
    assert [name for name, licence in installed.items() if licence == "not stated"] == []


@pytest.mark.parametrize(
    ("licence", "found"),
    [
        ("GPL-3.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("GNU Affero General Public License v3", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MPL-2.0 AND MIT", False),
    ],
)
def test_the_licences_that_are_not_wanted_are_told_from_the_others(licence: str, found: bool):
    assert bool(COPYLEFT.search(licence)) is found


def test_what_chroma_needs_for_its_distributed_form_alone_is_never_imported():
    script = (
        "import sys\nfrom pathlib import Path\nfrom index.embedder import WordHashEmbedder\nfrom index.store import Store\n"
        "Store(Path(sys.argv[1]), WordHashEmbedder(), create=True).retriever.search('What was decided?')\n"
        "sys.exit('kubernetes' in sys.modules)"
    )
    with tempfile.TemporaryDirectory() as folder:
        found = subprocess.run([sys.executable, "-c", script, str(Path(folder, "store"))], cwd=CHECKOUT, check=False)
    assert found.returncode == 0, "docs/licences.md says that an image may leave kubernetes out"
