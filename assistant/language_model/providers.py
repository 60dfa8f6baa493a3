"""A chat model from the settings, through LangChain's own packages. Keys come from the environment and stay there."""

import importlib.util
import os
import time
from dataclasses import dataclass
from pathlib import Path

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from assistant.language_model.calling import Call, ModelFailed, stream_reply
from assistant.language_model.composer import Composer
from assistant.language_model.prompt import SCHEMA
from assistant.language_model.scripted import read_script
from assistant.settings import LanguageModel
from ingest.problem import Problem

KEY = "COUNCIL_LANGUAGE_MODEL_KEY"
"""The variable that holds the key of a server named by address. Providers' own variables are read only for their own servers, so
that a key of one is never sent to another."""
NO_KEY = "no-key-needed"
CONNECT_SECONDS = 10.0


class LanguageModelProblem(Problem):
    """A language model that cannot be used: which setting, package or variable is missing, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """How one provider is opened: the package that LangChain needs, the extra that installs it, and its own key's variable."""

    package: str
    extra: str
    own_key: str | None
    address_option: str
    key_option: str | None
    needs_address: bool = False


PROVIDERS = {
    "openai": Provider(
        package="langchain_openai", extra="openai", own_key="OPENAI_API_KEY", address_option="base_url", key_option="api_key"
    ),
    "azure_openai": Provider(
        package="langchain_openai",
        extra="openai",
        own_key="AZURE_OPENAI_API_KEY",
        address_option="azure_endpoint",
        key_option="api_key",
        needs_address=True,
    ),
    "ollama": Provider(package="langchain_ollama", extra="ollama", own_key=None, address_option="base_url", key_option=None),
    "anthropic": Provider(
        package="langchain_anthropic",
        extra="anthropic",
        own_key="ANTHROPIC_API_KEY",
        address_option="base_url",
        key_option="api_key",
    ),
}
SCRIPTED = "scripted"
"""Not a provider: "scripted:FILE" says what a JSON file tells it, for trying one's settings."""


def open_composer(settings: LanguageModel) -> Composer | None:
    """What words answers under these settings; None where no model is set. Raises a Problem, which names the remedy. Nothing is
    sent anywhere yet."""
    if not settings.model:
        return None
    model = open_model(settings)
    provider = settings.model.partition(":")[0]
    return Composer(model, settings, name=settings.model, options=shape_options(provider) if settings.shape == "auto" else {})


def open_model(settings: LanguageModel) -> BaseChatModel:
    """The chat model that "PROVIDER:NAME" names. Raises LanguageModelProblem or ScriptProblem."""
    named, _, name = settings.model.partition(":")
    if named == SCRIPTED and name:
        return read_script(Path(name))
    provider = PROVIDERS.get(named)
    if provider is None or not name:
        raise LanguageModelProblem(
            f"language_model.model is “{settings.model}”. Write PROVIDER:NAME, where PROVIDER is one of {', '.join(PROVIDERS)}."
        )
    if importlib.util.find_spec(provider.package) is None:
        raise LanguageModelProblem(
            f"The package for {named} is not installed. Run: pip install 'council-assistant[{provider.extra}]'"
        )
    if provider.needs_address and not settings.address:
        raise LanguageModelProblem(f"language_model.address is empty. Set it to the address of your {named} resource.")
    return init_chat_model(name, model_provider=named, **_options(named, provider, settings))


def _options(named: str, provider: Provider, settings: LanguageModel) -> dict[str, object]:
    options: dict[str, object] = {"temperature": 0}
    if settings.address:
        options[provider.address_option] = settings.address
    if named == "azure_openai" and settings.api_version:
        options["api_version"] = settings.api_version
    if provider.key_option:
        options[provider.key_option] = find_key(named, provider, settings)
    if named == "ollama":
        options |= {"num_predict": settings.reply_tokens, "client_kwargs": {"timeout": settings.seconds}}
    else:
        # Tries are counted here, where they can be stopped and bounded together.
        options |= {"max_tokens": settings.reply_tokens, "timeout": settings.seconds, "max_retries": 0}
    return options


def find_key(named: str, provider: Provider, settings: LanguageModel) -> str:
    """The key for this server. Raises LanguageModelProblem where one is needed and none is set; it is never shown."""
    key = os.environ.get(KEY)
    own = not settings.address or named == "azure_openai"
    if not key and own and provider.own_key:
        key = os.environ.get(provider.own_key)
    if not key and own:
        raise LanguageModelProblem(f"No key for {named} is set. Put it into the environment as {KEY} or {provider.own_key}.")
    return key or NO_KEY


def shape_options(provider: str) -> dict[str, object]:
    """What asks a provider for a reply of our shape; {} for one that the prompt alone has to tell."""
    if provider in ("openai", "azure_openai"):
        shape = {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA}}
        # As a part of the request's body: by its own name the library reads the reply itself, and throws away one that was cut.
        return {"extra_body": {"response_format": shape}}
    return {"format": SCHEMA} if provider == "ollama" else {}


def try_model(settings: LanguageModel) -> float:
    """Ask the model one tiny question; the seconds that its answer took. Raises a Problem that says what is wrong."""
    model = open_model(settings)
    began = time.monotonic()
    call = Call(deadline=began + settings.seconds, retries=0, most_chars=200)
    try:
        said = "".join(stream_reply(model, [HumanMessage("Reply with the word: yes")], call)).strip()
    except ModelFailed as failed:
        raise LanguageModelProblem(
            f"The language model {settings.model} {failed.reason}. {_advise(failed, settings)}"
        ) from failed
    if not said:
        raise LanguageModelProblem(f"The language model {settings.model} said nothing. Try another model.")
    return time.monotonic() - began


def _advise(failed: ModelFailed, settings: LanguageModel) -> str:
    """What to do about a failure, by its kind."""
    where = f" at {settings.address}" if settings.address else ""
    if failed.status in (401, 403):
        return f"Check the key in {KEY}, and that it may use this model."
    if failed.status == 404:
        return "Check language_model.model and language_model.address; an OpenAI-compatible address mostly ends in /v1."
    if failed.status == 429:
        return "Wait, or ask the provider for a larger allowance."
    if failed.reason == "took too long":
        return "Choose a smaller model or raise language_model.seconds."
    if failed.reason == "cannot be reached":
        return f"Start the server{where}, or correct language_model.address."
    return f"Look at the server{where} and its log."
