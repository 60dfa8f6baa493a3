"""Sentences that tell a reader what to answer, or speak of prompts and models: in papers they are data, and never evidence."""

from ingest.patterns import IGNORECASE, compile_pattern

ORDERS = r"(?:^\W*|[.!?:;,]\s*|\b(?:please|then|and|now|just|only|instead|must|should|always)\s+)"
"""Where an order begins: at the start of a sentence or clause."""
PATTERNS = (
    r"\b(?:ignore|disregard|forget|override|bypass|overrule|discard|skip|set aside|do not (?:follow|obey))\b.{0,40}"
    r"\b(?:above|previous|prior|preceding|earlier|foregoing|instructions?|rules?|prompts?|guidelines|guardrails?|context|passages?|"
    r"quotes?|checks|everything|evidence|documents?|papers?)\b",
    r"\b(?:system|developer|hidden|initial|secret) (?:prompt|message|instructions?|mode|override)\b",
    r"\b(?:new|updated|revised|real|true) (?:instructions?|task|orders?)\b\s*(?::|for you|from)",
    r"\byou (?:are now|must now)\b|\byou (?:are|must|should|will|shall)\b.{0,40}"
    r"\b(?:ai|assistant|chat ?bot|gpt|answer|reply|respond|say|output|write|print|obey|pretend|tell|conclude)\b",
    rf"{ORDERS}(?:act|behave|respond|answer|reply|speak|talk) (?:as|like) (?:if|a|an|the|though)\b",
    r"\bpretend\b|\brole[ -]?play\b|\bjail ?break\w*\b|\bdo anything now\b|\bno (?:restrictions|filters)\b",
    r"\b(?:reveal|print|repeat|output|leak|disclose|recite|dump) (?:your|the|all|every|any)\b.{0,30}"
    r"\b(?:prompts?|instructions?|keys?|passwords?|secrets?|messages?|configuration|environment)\b",
    r"\blanguage models?\b|\b(?:ai|virtual|digital|automated) (?:assistants?|agents?|systems?|bots?|tools?)\b.{0,60}"
    r"\b(?:must|should|shall|please|reply|respond|answer|say|write|state|output|summari[sz]e|ignore|reading)\b",
    r"\bas an (?:ai|assistant|llm)\b|\b(?:llms?|gpt|chatgpt|claude|copilot|gemini|ai)\b\s*[:,]|\bchatbots?\b",
    r"\b(?:dear|attention|note to|message to|hey|to the|to any)\b.{0,20}\b(?:ai|assistant|model|llm|bot)\b",
    r"<\|?/?\s*(?:im_start|im_end|system|user|assistant|endoftext|begin_of_text|eot_id|start_header_id|inst|think|tool|passage|"
    r"question)\b",
    r"\[/?\s*(?:inst|system|sys|assistant|user)\s*\]|<</?sys>>|\{\{.*\}\}|#{2,}\s*(?:system|instruction|assistant|human|user)",
    r"^\W*(?:system|assistant|human|user|developer)\s*(?::|>)",
    rf"{ORDERS}(?:reply|respond|answer) (?:only |just |always |instead |back )*(?:with|in|by|that|to (?:this|every|all|any))\b",
    rf"{ORDERS}(?:say|write|output|print|return|include|append|insert|add|type|echo|emit|state|repeat|use|end|begin|start)\b"
    r".{0,40}(?:\bthe (?:exact |following )?(?:words?|text|phrase|sentence|string|token|code ?word|link|reply|answer)\b|[\"“])",
    rf"{ORDERS}(?:say|output|print|append|echo|emit) (?:that|this|exactly|nothing|yes|no)\b",
    rf"{ORDERS}(?:say|write|output|print|return|type|echo|state|give) (?:only|just|back|nothing but)\b",
    r"\bwhen(?:ever)? asked about\b",
    r"\b(?:in|to|of|from) your (?:answers?|repl(?:y|ies)|responses?|output|summary)\b|\byour (?:answer|reply|response|output)\b",
    rf"{ORDERS}do not (?:cite|quote|mention|reveal|tell|say|check|show)\b",
    r"\b(?:tool|function)[ _]calls?\b|\bcall the (?:tool|function)\b|<script\b|\bjavascript:",
    r"\b(?:execute|run|eval) (?:the |this |following )*(?:code|command|script|shell|python|javascript)\b",
    r"\bbase ?64\b|\bdecode (?:and|this|the)\b|\btranslate (?:your|the) (?:answer|reply|prompt)\b|\"statements\"\s*:",
)
SPEAKS_TO_MODEL = compile_pattern("|".join(f"(?:{pattern})" for pattern in PATTERNS), IGNORECASE)
"""Such a sentence is neither shown to a model nor accepted as evidence for what it says. Where a paper means it in earnest, the
extractive answer still has it, word for word."""


def speaks_to_model(words: str) -> bool:
    """Whether a sentence of a paper, or of a model, is an order to a model or speaks of one."""
    return SPEAKS_TO_MODEL.search(words) is not None
