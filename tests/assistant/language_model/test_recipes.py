"""The README's recipes for language models are settings that the program takes, for providers that it opens."""

import re
from pathlib import Path

import pytest

from assistant.language_model.providers import KEY, PROVIDERS, open_model
from assistant.settings import load_settings

README = Path(__file__).resolve().parents[3] / "README.md"
RECIPES = re.findall(r"^```toml\n(.*?)^```", README.read_text("utf-8"), re.MULTILINE | re.DOTALL) if README.is_file() else []


def test_there_is_a_recipe_for_ollama_a_server_of_ones_own_and_azure():
    named = {re.search(r'model = "(\w+):', recipe)[1] for recipe in RECIPES}
    assert named == {"ollama", "openai", "azure_openai"}


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_opens_its_model(recipe: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "my.toml").write_text(recipe, "utf-8")
    settings = load_settings(tmp_path / "my.toml").language_model
    provider = PROVIDERS[settings.model.split(":")[0]]
    pytest.importorskip(provider.package)
    monkeypatch.setenv(KEY, "a-key-of-the-test")
    model = open_model(settings)
    assert settings.model.split(":", 1)[1] in (getattr(model, "model_name", None), getattr(model, "model", None),
                                               getattr(model, "deployment_name", None))  # fmt: skip
    address = str(getattr(model, "openai_api_base", None) or getattr(model, "azure_endpoint", None) or model.base_url)
    assert address.rstrip("/") == settings.address
