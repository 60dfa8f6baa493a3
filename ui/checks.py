"""What the doctor says of one thing that it looked at."""

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["ok", "note", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at. `remedy` is what to do, None where all is well."""

    name: str
    severity: Severity
    message: str
    remedy: str | None = None

    def as_json(self) -> dict:
        return asdict(self)
