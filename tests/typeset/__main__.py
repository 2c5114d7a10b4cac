"""`python -m tests.typeset`: writes typeset documents, or finds what the pipeline does badly with.

python -m tests.typeset --count 300 --report            the worst documents and difficulties, in every form
python -m tests.typeset --seed 12 --form pdf --faults   what differs in one document
python -m tests.typeset --wild --faults                 the same for the difficult ones written by hand
python -m tests.typeset --count 20 --write FOLDER       documents with their annotations, for other uses
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from extract.evaluation import total
from extract.evaluation.report import fault_line, table
from tests.typeset import FORMS, compose, truth, write
from tests.typeset.check import Checked, check, judge
from tests.typeset.wild import WILD


def main() -> None:
    given = _arguments()
    seeds = [given.seed] if given.seed is not None else range(given.first, given.first + given.count)
    jobs = [(seed, form) for seed in seeds for form in given.form or FORMS] if not given.wild else [(name, "") for name in WILD]
    if given.write:
        return _write(jobs, given.write)
    with ProcessPoolExecutor(given.jobs) as pool:
        checked = list(pool.map(_one, jobs, chunksize=8))
    if given.report or not given.faults:
        print(_report(checked, given.worst))
    if given.faults:
        for one in checked:
            faults = [fault_line(fault) for fault in one.score.faults]
            print("\n".join(f"{one.name}: {line}" for line in ([one.error] if one.error else faults)))


def _one(job: tuple[int | str, str]) -> Checked:
    one = judge(*WILD[job[0]](), job[0]) if isinstance(job[0], str) else check(*job)
    return Checked(one.name, one.form, one.traits, one.score, error=one.error)


def _write(jobs: list[tuple[int, str]], folder: Path) -> None:
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    for seed, form in jobs:
        spec = compose(seed)
        (folder / f"{seed}.{form}").write_bytes(write(spec, form))
        (folder / "gold" / f"{seed}.gold.json").write_text(json.dumps(truth(spec), ensure_ascii=False, indent=1))
    print(f"{len(jobs)} documents in {folder}", file=sys.stderr)


def _report(checked: list[Checked], worst: int) -> str:
    """Figures by form, then the difficulties and the documents that cost most."""
    forms = {form: total(one.score for one in checked if one.form == form) for form in sorted({one.form for one in checked})}
    figures = table([*forms.items(), ("all", total(one.score for one in checked))])
    return "\n\n".join([figures, _by_trait(checked), _worst(checked, worst), _faults(checked)])


def _by_trait(checked: list[Checked]) -> str:
    """Difficulties by how much worse documents with them come out than those without."""
    groups = defaultdict(list)
    for one in checked:
        for trait in one.traits:
            groups[one.form, trait].append(one.worth)
    rows = []
    for (form, trait), worths in groups.items():
        rest = [one.worth for one in checked if one.form == form and trait not in one.traits]
        if len(worths) > 2 and rest:
            worth = sum(worths) / len(worths)
            rows.append((worth - sum(rest) / len(rest), f"{form:5} {trait:32} {len(worths):4} documents, worth {worth:.3f}"))
    lines = [f"{loss:+.3f}  {row}" for loss, row in sorted(rows)[:16]]
    return "What costs most (difference to documents without it)\n" + "\n".join(lines)


def _worst(checked: list[Checked], worst: int) -> str:
    lines = ["The worst documents"]
    for one in sorted(checked, key=lambda one: one.worth)[:worst]:
        kinds = Counter(fault.what for fault in one.score.faults)
        lines.append(f"{one.worth:.3f}  {one.name:10} {dict(kinds)} {one.error[:160]}\n       {', '.join(sorted(one.traits))}")
    return "\n".join(lines)


def _faults(checked: list[Checked]) -> str:
    kinds = Counter((one.form, fault.what) for one in checked for fault in one.score.faults)
    errors = Counter(one.error[:150] for one in checked if one.error)
    lines = [f"{count:5}  {form} {what}" for (form, what), count in kinds.most_common(25)]
    return "Faults\n" + "\n".join([*lines, *(f"{count:5}  {error}" for error, count in errors.most_common(10))])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.typeset", description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="one document")
    parser.add_argument("--wild", action="store_true", help="the documents written by hand instead")
    parser.add_argument("--form", action="append", choices=FORMS)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--faults", action="store_true", help="list each thing that differs")
    parser.add_argument("--worst", type=int, default=12)
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    parser.add_argument("--jobs", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
