"""Reading papers gives way to answering questions about them."""

import os

NICENESS = 15
"""Of 19. Where both want the same core, answering has it about 25 times as long (the kernel's weights: 1024 to 36)."""


def give_way() -> None:
    """Lower the priority of this process and of what it starts, for good. Alone on the machine it is as fast as before."""
    os.nice(max(0, NICENESS - os.nice(0)))
