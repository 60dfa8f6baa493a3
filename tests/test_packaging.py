"""What people install: one version, exact constraints, every data file in the wheel, and a Makefile that explains itself."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

CHECKOUT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
PACKAGES = ("ingest", "index", "assistant", "ui", "eval")
SAMPLES = CHECKOUT / "ingest" / "samples"
TRAINING = CHECKOUT / "eval" / "training"

EXACT = re.compile(r"[A-Za-z0-9._-]+==[0-9]+(\.[0-9]+)*((a|b|rc|\.post)[0-9]+)?")
"""A name and one version that every index can have: no range, no address, no local build such as +cpu."""


def read_constraints() -> list[str]:
    lines = (CHECKOUT / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_versions() -> dict[str, Version]:
    pairs = (line.partition("==") for line in read_constraints())
    return {canonicalize_name(name): Version(version) for name, _, version in pairs}


def find_data_files(folder: Path) -> set[Path]:
    files = {file for file in folder.rglob("[!.]*") if file.is_file() and file.suffix not in (".py", ".pyc")}
    shipped = {file for file in files if not file.is_relative_to(SAMPLES) or file.parent in (SAMPLES, SAMPLES / "papers")}
    return {file for file in shipped if not file.is_relative_to(TRAINING)}


def run_make(*arguments: str) -> str:
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout


def test_the_version_is_the_one_on_top_of_the_changelog():
    first = re.search(r"^## (\d\S+)", (CHECKOUT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert first and first[1] == PROJECT["version"]


def test_every_constraint_is_one_exact_public_version():
    assert [line for line in read_constraints() if not EXACT.fullmatch(line)] == []


def test_no_package_is_constrained_twice():
    assert len(read_versions()) == len(read_constraints())


@pytest.mark.parametrize(
    "requirement", [*PROJECT["dependencies"], *(name for extra in PROJECT["optional-dependencies"].values() for name in extra)]
)
def test_every_dependency_has_a_constraint_that_it_allows(requirement):
    needed = Requirement(requirement)

    assert read_versions()[canonicalize_name(needed.name)] in needed.specifier


def test_every_data_file_of_a_package_goes_into_the_wheel():
    """Except for what the sample papers are made from, for the wheel has the papers, and for what is there to train on."""
    patterns = PYPROJECT["tool"]["setuptools"]["package-data"]
    wanted = {file for package in PACKAGES for file in find_data_files(CHECKOUT / package)}
    packaged = {file for package, globs in patterns.items() for pattern in globs for file in (CHECKOUT / package).glob(pattern)}

    assert wanted - packaged == set()


def test_make_help_lists_how_to_run_and_how_to_test():
    listed = {" ".join(line.split()[:2]) for line in run_make("help").splitlines()}

    assert {"make run", "make test", "make eval"} <= listed


def test_make_run_serves_where_it_is_told():
    shown = run_make("--dry-run", "run", "HOST=0.0.0.0", "PORT=8123", "STORE=/somewhere/papers")

    assert 'council serve --samples --host "0.0.0.0" --port "8123" --store "/somewhere/papers"' in shown


def test_make_eval_reads_the_sample_papers_and_asks_the_sample_cases():
    shown = run_make("--dry-run", "eval")

    assert "council ingest ingest/samples/papers" in shown
    assert "council eval run eval/samples/cases.jsonl" in shown
    assert (SAMPLES / "papers").is_dir() and (CHECKOUT / "eval" / "samples" / "cases.jsonl").is_file()
