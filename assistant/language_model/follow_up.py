"""A follow-up question completed by a language model, and taken only where every word of it was asked."""

from collections.abc import Sequence
from dataclasses import replace

from langchain_core.language_models import BaseChatModel

from assistant.language_model.calling import Call, ModelFailed, ModelStopped, stream_reply
from assistant.language_model.facts import read_facts
from assistant.language_model.prompt import write_completion
from assistant.question import Question, check_question
from assistant.stems import stems
from index.retriever import subject_words
from index.terms import Terms
from ingest.patterns import compile_pattern

MOST_WORDS = 40
MOST_EARLIER = 3


def complete_question(model: BaseChatModel, question: Question, earlier: Sequence[str], terms: Terms, call: Call) -> Question:
    """The question with what the model took it to mean as its `search_text`; as it was where the model cannot be used."""
    try:
        said = "".join(stream_reply(model, write_completion(question.text, earlier[-MOST_EARLIER:]), call))
    except (ModelFailed, ModelStopped):
        return question
    completed = accept_completion(said, question.text, earlier)
    if completed is None:
        return question
    return replace(question, search_text=completed, words=tuple(subject_words(terms.spell_out(completed))))


def accept_completion(said: str, text: str, earlier: Sequence[str]) -> str | None:
    """A model's completion in one line; None unless it is one question that holds the follow-up's own words, words of the
    questions before it, and nothing else."""
    said = " ".join(compile_pattern(r"</?question>").sub(" ", said).split()).strip(" \"'“”")
    known = stems(" ".join((*earlier, text)))
    figures = {figure.value for one in (*earlier, text) for figure in read_facts(one).figures}
    new_figures = {figure.value for figure in read_facts(said).figures} - figures
    if not said.endswith("?") or said.count("?") > 1 or len(said.split()) > MOST_WORDS or check_question(said) is not None:
        return None
    own = stems(said)
    return said if own and own <= known and stems(text) <= own and not new_figures else None
