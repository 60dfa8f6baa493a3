"""Where the time of an answer goes, stage by stage."""

import time


class StageClock:
    """Adds up seconds by the name of a stage; a stage that comes again is longer by that."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = self._began = time.perf_counter()

    def end(self, stage: str) -> None:
        """What was done since the last stage ended was this one."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def whole(self) -> float:
        """Seconds since the clock was made."""
        return time.perf_counter() - self._began
