"""The measures of answers: right, exact, cited, refused. Targets are those of published evaluations (ALCE, CRAG, GOV.UK Chat)."""

from collections.abc import Callable, Sequence

from eval.measure import Measure, Outcome


def _of_score(name: str) -> Callable[[Outcome], Sequence[float | None]]:
    return lambda outcome: (getattr(outcome.score, name),)


def _of_each(name: str) -> Callable[[Outcome], Sequence[float | None]]:
    return lambda outcome: getattr(outcome.score, name)


ANSWER_MEASURES: tuple[Measure, ...] = (
    Measure(
        key="cited_correct",
        group="headline",
        label="Cited-correct",
        meaning="Questions answered rightly and briefly, with real citations, known numbers and a citation of the gold evidence.",
        of=_of_score("right"),
        target=0.85,
    ),
    Measure(
        key="follow_up_cited_correct",
        group="headline",
        label="Cited-correct, follow-up questions",
        meaning="The same for later questions of a conversation.",
        of=_of_score("right"),
        among="follow-ups",
        target=0.85,
    ),
    Measure(
        key="unanswerable_right",
        group="headline",
        label="Unanswerable declined or put right",
        meaning="Questions the papers do not answer that were declined, or whose false premise was put right.",
        of=_of_score("right"),
        among="unanswerable",
        target=0.90,
    ),
    Measure(
        key="truthfulness",
        group="headline",
        label="Truthfulness",
        meaning="Right answers and refusals minus wrong ones, as a share of all questions; a missing answer counts nothing.",
        of=_of_score("truth"),
        among="all",
        unit="score",
        target=0.85,
    ),
    Measure(
        key="correct",
        group="answers",
        label="Correct",
        meaning="Questions whose answer says every part of the gold answer.",
        of=_of_score("correct"),
    ),
    Measure(
        key="follow_up_correct",
        group="answers",
        label="Correct, follow-up questions",
        meaning="The same for later questions of a conversation.",
        of=_of_score("correct"),
        among="follow-ups",
    ),
    Measure(
        key="exact",
        group="answers",
        label="Exact numbers and dates",
        meaning="Of questions whose gold answer has figures, those whose answer says each of them whole.",
        of=_of_score("exact"),
        target=0.95,
    ),
    Measure(
        key="short",
        group="answers",
        label="Short enough",
        meaning="Answers of at most 90 words, lists of at most 170.",
        of=_of_score("short"),
    ),
    Measure(
        key="integrity",
        group="citations",
        label="Answers with every citation real",
        meaning="Questions answered with citations that all stand word for word on the page named; a refusal has none.",
        of=_of_score("integrity"),
    ),
    Measure(
        key="real",
        group="citations",
        label="Citation integrity",
        meaning="Citations whose quote stands word for word in the paper, on the page and at the place named.",
        of=_of_each("real"),
        among="all",
        target=1.0,
    ),
    Measure(
        key="supported",
        group="citations",
        label="Answers with every number known",
        meaning="Questions whose answer has no number but those cited, asked, or worked out from two of them.",
        of=_of_score("supported"),
        target=1.0,
    ),
    Measure(
        key="backed",
        group="citations",
        label="Statement support",
        meaning="Sentences whose numbers, names and most other words stand in what is cited for them.",
        of=_of_each("backed"),
        among="all",
        target=0.99,
    ),
    Measure(
        key="needed",
        group="citations",
        label="Citation precision",
        meaning="Citations that are needed: without them their sentence would not be supported, or they support it alone.",
        of=_of_each("needed"),
        among="all",
        target=0.92,
    ),
    Measure(
        key="gold_cited",
        group="citations",
        label="Gold evidence cited",
        meaning="Questions whose answer cites a part of the gold evidence.",
        of=_of_score("gold_cited"),
    ),
    Measure(
        key="gold_precision",
        group="citations",
        label="Citations of gold evidence",
        meaning="The share of an answer's citations that meet the gold evidence; 0 where there is no answer.",
        of=_of_score("precision"),
    ),
    Measure(
        key="span_f1",
        group="citations",
        label="Gold-span F1",
        meaning="How well the cited characters match those of the gold evidence: 1 is the same words, no more and no less.",
        of=_of_score("span_f1"),
        unit="score",
        target=0.85,
    ),
    Measure(
        key="brevity",
        group="citations",
        label="Words of a citation, median",
        meaning="How much a reader has to read to check a citation.",
        of=_of_each("quote_words"),
        among="all",
        statistic="median",
        unit="words",
        higher_is_better=False,
        target=40,
        is_tested=False,
    ),
    Measure(
        key="unsupported_numbers",
        group="citations",
        label="Unsupported numbers",
        meaning="Numbers said that are neither cited nor asked nor worked out from two that are.",
        of=lambda outcome: [not known for known in outcome.score.known_numbers],
        among="all",
        higher_is_better=False,
        target=0.0,
    ),
    Measure(
        key="abstained",
        group="refusal",
        label="Unanswerable declined",
        meaning="Questions the papers do not answer that were declined.",
        of=lambda outcome: (outcome.score.answer.declined,),
        among="unanswerable",
        target=0.90,
    ),
    Measure(
        key="answered",
        group="refusal",
        label="In-scope answer rate",
        meaning="Questions the papers answer that were answered, rightly or not.",
        of=_of_score("answered"),
        target=0.92,
    ),
)
