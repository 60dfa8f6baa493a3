"""Reading papers gives way to answering questions about them."""

import os


def give_way(niceness: int) -> None:
    """Lower the priority of this process, and of what it starts, to so much (0 to 19), for good. Alone on the machine it is as
    fast as before; at 10, where answering wants the same core, that has it about nine times as long."""
    os.nice(max(0, niceness - os.nice(0)))
