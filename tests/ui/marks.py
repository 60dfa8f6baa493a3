"""A stand-in for the catalogue where a test makes accounts before, or without, a store."""


class Marks(dict):
    """The settings of a catalogue, in memory."""

    def setting(self, name: str) -> str | None:
        return self.get(name)

    def keep_setting(self, name: str, value: str) -> None:
        self[name] = value
