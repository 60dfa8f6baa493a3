"""Feedback over HTTP. The question is asked again here: what is kept is what the program said, not what a browser says."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from ui.asked import ask_all, read_query
from ui.feedback import LONGEST_COMMENT, FeedbackProblem, Verdict, judge_turn, keep_feedback
from ui.service import Service


class Judged(BaseModel):
    """What a browser sends: the query of the question's link, the verdict and a comment."""

    model_config = ConfigDict(extra="forbid")

    asked: str = Field(max_length=40_000)
    verdict: Verdict
    comment: str = Field(default="", max_length=LONGEST_COMMENT)


def make_router(service: Service) -> APIRouter:
    """The address /feedback."""
    router = APIRouter(include_in_schema=False)

    @router.post("/feedback")
    def judge(request: Request, judged: Judged) -> JSONResponse:
        assistant = service.assistant_for(request)
        asked = read_query(judged.asked, assistant.store.catalogue)
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
