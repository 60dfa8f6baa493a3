"""A question put to the registers, one after the other: the first that has the records for all of its words answers."""

from assistant.answer import Citation
from assistant.question import Question
from assistant.registers.decisions import ask_decisions
from assistant.registers.duties import ask_duties
from assistant.registers.inspections import ask_inspections
from assistant.registers.saying import say_listing
from assistant.settings import Answering
from index.catalogue import Filters
from index.registers import RecordFilters, Registers
from index.snapshot import Snapshot

_REGISTERS = (ask_duties, ask_decisions, ask_inspections)


def answer_from_registers(question: Question, seen: Snapshot, settings: Answering) -> tuple[str, tuple[Citation, ...]] | None:
    """The text of an answer and its citations, one at least for each row; None where this is no question to a register, or where
    the records do not hold every word, name and date of it, so that papers have to be searched."""
    if not seen.documents:
        return None
    # What draft minutes say is said by the final ones, or no more.
    older = seen.newest.keys()
    limits = RecordFilters(documents=() if seen.filters == Filters() and not older else tuple(seen.documents.keys() - older))
    registers = Registers(seen.catalogue, seen.budget)
    for ask in _REGISTERS:
        if listing := ask(question.search_text, registers, limits, seen):
            return say_listing(listing, question.text, seen, settings)
    return None
