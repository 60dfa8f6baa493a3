"""What an answer says about the language model's part in it, in sentences for the person who asked."""

OWN_WORDS = "This answer is in the papers' own words."
STOPPED = f"The language model was stopped. {OWN_WORDS}"
NOTHING_HELD = f"Nothing that the language model said could be found in the papers. {OWN_WORDS}"
FOUND_NOTHING = f"The language model found no answer in the passages. {OWN_WORDS}"
FELL_SHORT = f"What the language model said held less than the papers do. {OWN_WORDS}"


def say_failed(reason: str) -> str:
    """`reason` continues "The language model ...", such as "took too long"."""
    return f"The language model {reason}. {OWN_WORDS}"


def say_left_out(dropped: int, repaired: int) -> str:
    """What was taken out of a model's answer or put in the papers' words; "" where nothing was."""
    parts = []
    if dropped:
        parts.append(f"{_count(dropped)} left out because the papers do not say so.")
    if repaired:
        parts.append(f"{_count(repaired)} put in the papers' own words.")
    return " ".join(parts)


def _count(number: int) -> str:
    return "One statement was" if number == 1 else f"{number} statements were"
