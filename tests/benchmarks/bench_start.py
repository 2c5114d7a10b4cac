"""What starting costs."""

from __future__ import annotations

from tests.benchmarks.kit import Figure, Kit, ratio

TITLE = "Starting"


def run(kit: Kit) -> list[Figure]:
    text = kit.scratch / "note.txt"
    text.write_text("Priorités 2021\n\n- Rétention : contentieux\n- Logement des familles\n", "utf-8")
    spacy = "import spacy"
    costs = kit.costs(
        {
            "import click": kit.python("import click"),
            "import spacy": kit.python(spacy),
            "--help": kit.python("from extract.cli import main; import sys; sys.argv = ['filrouge', '--help']; main()"),
            "classifier": kit.python(f"{spacy}\nfrom extract.classify.component import light\nlight()"),
            "one file": kit.python("import extract, sys; extract.process(sys.argv[1])", str(text)),
        }
    )
    return [
        ratio("filrouge --help", costs, "--help", "import click", target="≤ 3"),
        ratio("the classifier, loaded", costs, "classifier", "import spacy", target="≤ 1.5"),
        ratio("one small file", costs, "one file", "import spacy", target="≤ 2"),
    ]
