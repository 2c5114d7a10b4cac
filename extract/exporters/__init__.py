"""Documents → files for others. Each exporter is a file in this folder that defines

    NAME: str              what it is called on the command line
    HELP: str              one line for people
    write(documents, folder) -> list[Path]     reads `documents` once, in order; returns the files it wrote

and is found by being there. One that takes more than records has a command of its own, and names it: COMMAND = "explore".
"""

from __future__ import annotations
