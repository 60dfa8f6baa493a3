"""Feedback over HTTP. The question is asked again here: what is kept is what the program said, not what a browser says."""

from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from ui.asked import ask_all, check_length, read_query
from ui.feedback import VERDICTS, FeedbackProblem, check_comment, judge_turn, keep_feedback
from ui.service import Service
from ui.site.turns import make_turn

LONGEST_QUERY = 40_000
"""Characters: twenty questions of the greatest length, as links write them."""


class Judged(BaseModel):
    """What a browser sends: the query of the question's link, the verdict and a comment."""

    model_config = ConfigDict(extra="forbid")

    asked: str
    verdict: str
    comment: str = ""


def make_router(service: Service) -> APIRouter:
    """The address /feedback."""
    router = APIRouter(include_in_schema=False)

    @router.post("/feedback", dependencies=[Depends(make_turn(service), scope="function")])
    def judge(request: Request, judged: Judged) -> JSONResponse:
        if judged.verdict not in VERDICTS:
            raise FeedbackProblem(f"That is not one of: {', '.join(VERDICTS)}.")
        check_comment(judged.comment)
        if len(judged.asked) > LONGEST_QUERY:
            raise FeedbackProblem(f"The conversation is longer than {LONGEST_QUERY} characters. Begin a new one and ask again.")
        assistant = service.assistant_for(request)
        asked = read_query(judged.asked, assistant.store.catalogue)
        for one in asked:
            check_length(one.question)
        if not asked:
            raise FeedbackProblem("There is no question in what was sent.")
        person = service.person(request)
        turn = ask_all(assistant, asked)[-1]
        kept = judge_turn(
            turn, judged.verdict, judged.comment, who=person.name if person else "", when=datetime.now().astimezone()
        )
        keep_feedback(service.full.store.folder, kept)
        return JSONResponse({"kept": kept.digest})

    return router
