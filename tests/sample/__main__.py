"""`python -m tests.sample`: writes the sample reports into `corpus/`."""

from pathlib import Path

from tests.sample import build

build(Path(__file__).parents[2] / "corpus")
