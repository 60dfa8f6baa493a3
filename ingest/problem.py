"""The one kind of error that is meant for people."""


class Problem(Exception):
    """Something that a person can mend: the message says in one line what is wrong and what to do."""
