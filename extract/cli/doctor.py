"""`filrouge doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click

import extract

_PURPOSES = {
    "export": "filrouge export",
    "serve": "filrouge serve",
    "skos": "themes as SKOS",
    "cluster": "ingest on several machines",
    "ocr": "scans and pages without text",
}
_LANGUAGES = ("fra",)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `state`: "ok", "missing" (needed), "absent" (optional), "broken" (needed)."""

    part: str
    name: str
    state: str
    found: str = ""
    remedy: str = ""


@click.command("doctor", short_help="Check the installation.")
@click.option(
    "--ocr-language", "languages", multiple=True, default=_LANGUAGES, show_default=True, help="Tesseract's name of a language to look for."
)
@click.option("--format", "form", type=click.Choice(("table", "json")), default="table", show_default=True, help="How to print.")
@click.pass_context
def command(context: click.Context, languages: tuple[str, ...], form: str) -> None:
    """Say what is installed, what is missing, and how to get it.

    Exit status 0: everything that reading needs is there (what is optional may be absent); 1: something needed is missing or broken.

    \b
    Examples:
      filrouge doctor
      filrouge doctor --ocr-language fra --ocr-language nld
    """
    findings = [*_packages(), *_rules(), *_readers(), *_road(), *_ocr(languages)]
    if form == "json":
        import json

        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for line in _table(findings):
            click.echo(line)
    context.exit(1 if any(finding.state in ("missing", "broken") for finding in findings) else 0)


def _packages() -> Iterator[Finding]:
    for requirement, extra in _requirements():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        version = _version(name)
        if version is None:
            state, remedy = ("absent", f'pip install "filrouge[{extra}]"') if extra else ("missing", f"pip install {name}")
        elif _is_too_old(version, requirement):
            state, remedy = ("absent" if extra else "broken"), f'pip install --upgrade "{requirement}"'
        else:
            state, remedy = "ok", ""
        yield Finding(f"extra {extra}: {_PURPOSES[extra]}" if extra else "needed", name, state, version or "", remedy)


def _requirements() -> list[tuple[str, str]]:
    """(requirement, extra or "") of this program: as installed, or as the checkout says."""
    checkout = Path(extract.__file__).parent.parent / "pyproject.toml"
    if checkout.is_file():
        import tomllib

        project = tomllib.loads(checkout.read_text(encoding="utf-8"))["project"]
        extras = ((need, extra) for extra, needs in project["optional-dependencies"].items() for need in needs)
        return [*((need, "") for need in project["dependencies"]), *((need, extra) for need, extra in extras if extra in _PURPOSES)]
    try:
        stated = metadata.requires("filrouge") or []
    except metadata.PackageNotFoundError:
        return []
    pairs = [(need.partition(";")[0].strip(), re.search(r"extra == [\"'](\w+)", need)) for need in stated]
    return [(need, found[1] if found else "") for need, found in pairs if found is None or found[1] in _PURPOSES]


def _rules() -> Iterator[Finding]:
    from extract import taxonomy
    from extract.errors import RuleError

    try:
        rules = taxonomy.load()
    except RuleError as error:
        yield Finding("rules", "themes, kinds, actions", "broken", f"{len(error.faults)} faults", "filrouge themes check names each")
    else:
        yield Finding(
            "rules", "themes, kinds, actions", "ok", f"version {rules.version}, {len(rules.themes)} themes, {len(rules.actions)} actions"
        )


def _readers() -> Iterator[Finding]:
    from extract import readers

    names = [reader.__name__.rpartition(".")[2] for reader in readers.readers()]
    yield Finding("reading", "formats", "ok" if names else "broken", ", ".join(names))


def _road() -> Iterator[Finding]:
    """Whether one line of text goes the whole road to a record."""
    import tempfile

    from extract.pipeline import process

    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_text("Priorités 2024\n\n- Droit d'asile : former les bénévoles\n", encoding="utf-8")
        try:
            items = process(report).document.items
        except Exception as error:  # whatever it is, the doctor says it and goes on
            yield Finding(
                "reading", "a report of one line", "broken", f"{type(error).__name__}: {error}", "Install again, in a new environment"
            )
        else:
            yield Finding("reading", "a report of one line", "ok" if items else "broken", f"{len(items)} item found")


def _ocr(languages: tuple[str, ...]) -> Iterator[Finding]:
    from extract.readers import scan

    engine = scan.engines(languages)
    state = "ok" if engine.version else "absent"
    yield Finding("scans", "Tesseract", state, engine.version or "", "" if engine.version else engine.remedy)
    for language, place in engine.data.items():
        yield Finding("scans", f"language data “{language}”", "ok" if place else "absent", place or "", "" if place else engine.remedy)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _is_too_old(version: str, requirement: str) -> bool:
    floor = re.search(r">=\s*([\d.]+)", requirement)
    return floor is not None and _numbers(version) < _numbers(floor[1])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:4])


def _table(findings: list[Finding]) -> Iterator[str]:
    yield f"filrouge {extract.__version__}, Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    part = ""
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        if finding.part != part:
            part = finding.part
            yield f"\n{part}"
        yield f"  {finding.state:8} {finding.name:{width}}  {finding.found}".rstrip()
        if finding.remedy:
            yield f"           {finding.remedy}"
    wrong = sum(finding.state in ("missing", "broken") for finding in findings)
    absent = sum(finding.state == "absent" for finding in findings)
    yield ""
    verdict = "Everything needed is there" if not wrong else f"{wrong} needed thing{'s are' if wrong > 1 else ' is'} missing or broken"
    yield verdict + (f"; {absent} optional thing{'s are' if absent > 1 else ' is'} absent" if absent else "")
