"""The assistant as a LangChain chat model: a conversation in, a cited answer out. The words are the documents', not a model's."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import ConfigDict

from assistant.answer import Answer
from assistant.answering import Assistant


class CouncilChatModel(BaseChatModel):
    """Answers the last human message; the human messages before it are the conversation that it may lean on.

    The answer, with its status and citations as `Answer.as_json` gives them, is in the message's `response_metadata`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant

    @property
    def _llm_type(self) -> str:
        return "council-extractive"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        questions = [str(message.text) for message in messages if isinstance(message, HumanMessage)]
        if not questions:
            raise ValueError("a conversation needs a human message that asks something")
        answers: list[Answer] = []
        for question in questions:
            answers.append(self.assistant.ask(question, earlier=answers))
        message = AIMessage(content=answers[-1].text, response_metadata=answers[-1].as_json())
        return ChatResult(generations=[ChatGeneration(message=message)])
