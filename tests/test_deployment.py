"""What compose.yaml, the Dockerfile and the page of advice name is there: commands, settings, variables, files and versions."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from assistant.opening import find_servers
from assistant.settings import load_settings
from tests.test_docs import Command, read_commands, read_paths
from ui.cli import build_parser

CHECKOUT = Path(__file__).resolve().parent.parent
COMPOSE = yaml.safe_load((CHECKOUT / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text("utf-8")
ADVICE = (CHECKOUT / "ui" / "deployment.md").read_text("utf-8")
SERVICES = COMPOSE["services"]


def program_words(command: list[str]) -> list[str]:
    assert command[0] == "council"
    return command[1:]


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if service.get("command", [""])[0] == "council"])
def test_the_program_knows_the_command_of_each_service(name: str):
    assert callable(build_parser().parse_args(program_words(SERVICES[name]["command"])).run)


def test_the_page_and_the_reader_are_services_and_the_image_serves_the_page():
    assert {"web", "reader", "database", "vectors", "proxy"} == set(SERVICES)
    words = yaml.safe_load(re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[1])
    assert program_words(words)[0] == "serve" and callable(build_parser().parse_args(program_words(words)).run)


def test_the_settings_are_ones_the_program_takes_and_name_the_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "settings.toml"
    own.write_text(COMPOSE["configs"]["settings"]["content"], "utf-8")
    settings = load_settings(own)
    monkeypatch.setenv(settings.store.catalogue_password, "secret")
    servers = find_servers(settings)
    assert servers.password == "secret" and "@database/" in servers.catalogue and "//vectors:" in servers.vectors.address
    assert COMPOSE["x-program"]["environment"]["COUNCIL_SETTINGS"] == COMPOSE["x-program"]["configs"][0]["target"]
    assert settings.store.catalogue_password in COMPOSE["x-program"]["environment"]


def test_the_settings_in_the_advice_are_ones_the_program_takes(tmp_path: Path):
    own = tmp_path / "settings.toml"
    (words,) = re.findall(r"^```toml\n(.*?)^```", ADVICE, re.MULTILINE | re.DOTALL)
    own.write_text(words, "utf-8")
    assert load_settings(own).store.vectors.startswith("https://")
    defaults = tomllib.loads((CHECKOUT / "assistant" / "defaults.toml").read_text("utf-8"))
    named = set(re.findall(r"`(store|people)\.(\w+)`", ADVICE))
    assert named and all(name in defaults[section] for section, name in named)


def test_variables_are_ones_that_the_program_reads_or_compose_asks_for():
    text = (CHECKOUT / "compose.yaml").read_text("utf-8")
    read = "\n".join(
        path.read_text("utf-8")
        for path in [*(CHECKOUT / "ui").rglob("*.py"), *(CHECKOUT / "assistant").glob("*")]
        if path.is_file()
    )
    asked = set(re.findall(r"\$\{(COUNCIL_\w+):\?", text))
    for source in (text, ADVICE, DOCKERFILE):
        named = set(re.findall(r"\b(COUNCIL_[A-Z_]+)", source))
        assert named and {name for name in named if name not in asked and name not in read} == set()
    assert asked <= set(re.findall(r"\b(COUNCIL_[A-Z_]+)", ADVICE))


def test_only_the_proxy_can_be_reached_and_the_servers_are_on_a_network_of_their_own():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inner"]["internal"] is True
    assert SERVICES["database"]["networks"] == SERVICES["vectors"]["networks"] == ["inner"]
    assert SERVICES["proxy"]["networks"]["front"]["ipv4_address"] in ADVICE
    assert "header_up -X-Remote-User" in COMPOSE["configs"]["proxy"]["content"]


def test_every_volume_and_config_that_is_used_is_defined():
    for service in SERVICES.values():
        volumes = {volume.partition(":")[0] for volume in service.get("volumes", ()) if not volume.startswith("$")}
        assert volumes <= set(COMPOSE["volumes"])
        assert {config["source"] for config in service.get("configs", ())} <= set(COMPOSE["configs"])


def test_chroma_on_the_server_is_the_version_of_the_client():
    constraints = (CHECKOUT / "constraints.txt").read_text("utf-8")
    version = re.search(r"^chromadb==(.+)$", constraints, re.MULTILINE)[1]
    assert SERVICES["vectors"]["image"] == f"chromadb/chroma:{version}"


def test_what_the_image_is_made_of_is_there():
    copied = [word for line in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE) for word in line.split()]
    assert len(copied) > 5 and all((CHECKOUT / name).exists() for name in copied)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    (extra,) = re.findall(r"'\.\[(\w+)\]'", DOCKERFILE)
    assert extra in project["optional-dependencies"] and f"council-assistant[{extra}]" in ADVICE


@pytest.mark.parametrize("command", [command for command in read_commands(ADVICE) if command.program == "council"], ids=str)
def test_the_program_knows_every_command_of_the_advice(command: Command):
    assert callable(build_parser().parse_args(command.arguments).run)


def test_files_that_the_advice_names_are_there():
    assert all((CHECKOUT / path).exists() for path in read_paths(ADVICE))
    assert "ui/deployment.md" in (CHECKOUT / "README.md").read_text("utf-8")
