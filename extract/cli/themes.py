"""`filrouge themes`: the rules that label items, to read, try, mend and carry elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli._options import Command, RuleName, out_option, plural

if TYPE_CHECKING:
    from extract.model import Document, Evidence, Theme
    from extract.taxonomy import Taxonomy, schema

    Labelled = tuple[tuple[Theme, ...], frozenset[str] | None]  # an item's themes, and those people gave it where they did


def rules_option(command: Command) -> Command:
    return click.option(
        "--rules", "rules", multiple=True, type=click.Path(), metavar="DIR", help="A folder of rules layered over the built-in ones."
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")(command)


@click.group("themes", short_help="Read, try and change the rules.")
def command() -> None:
    """Read, try and change the rules that give items their themes, kinds and actions.

    \b
    Examples:
      filrouge themes list                        the themes, and how many rules each has
      filrouge themes show detention              one theme: words, counter-words, examples
      filrouge themes explain "Dublin : plaidoyer"   why a sentence gets its labels
      filrouge themes test                        run the examples of every rule
    """


@command.command("list")
@rules_option
@json_option
def list_(rules: tuple[str, ...], as_json: bool) -> None:
    """List the themes."""
    themes = _taxonomy(rules).themes.values()
    if as_json:
        click.echo(
            json.dumps(
                [{"id": theme.id, "labels": theme.labels.model_dump(), "mission": theme.mission} for theme in themes], ensure_ascii=False
            )
        )
        return
    for theme in themes:
        mark = "*" if theme.mission else " "
        count = sum(len(rule.terms) + len(rule.patterns) for rule in theme.rules)
        click.echo(
            f"{mark} {theme.id:<17} {theme.labels.fr:<26} {theme.labels.en:<24} {plural(len(theme.rules), 'rule')}, {plural(count, 'term')}"
        )
        for name, labels in theme.subthemes.items():
            click.echo(f"    {theme.id}.{name:<{16 - len(theme.id)}} {labels.fr}")
    click.echo("\n* mission themes", err=True)


@command.command(short_help="Show a theme: words, counter-words, examples.")
@click.argument("theme", type=RuleName("themes", "kinds", "actions"))
@rules_option
@json_option
def show(theme: str, rules: tuple[str, ...], as_json: bool) -> None:
    """Show one theme, kind or action: its words, what takes it back, its examples."""
    entry, where = _entry(_taxonomy(rules), theme)
    if as_json:
        click.echo(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False, indent=2))
        return
    click.echo(f"{entry.id}: {entry.labels.fr} / {entry.labels.en}" + (f" / {entry.labels.nl}" if entry.labels.nl else ""))
    click.echo(f"{entry.definition}\n({where})")
    for note in getattr(entry, "excludes", ()):
        click.echo(f"  not: {note}")
    for rule in entry.rules:
        conditions = [f"{name}: {value}" for name, value in _conditions(rule)]
        click.echo(f"\n{entry.id}.{rule.id}" + (f"   ({'; '.join(conditions)})" if conditions else ""))
        click.echo("  " + ", ".join((*rule.terms, *rule.patterns)))
    for counter in getattr(entry, "counters", ()):
        click.echo(f"\ntaken back by {entry.id}.{counter.id}" + (" anywhere in the item" if counter.scope == "item" else ""))
        click.echo("  " + ", ".join((*counter.terms, *counter.patterns)))
    for title, examples in (("examples", entry.examples), ("near misses", entry.counterexamples)):
        if examples:
            click.echo(f"\n{title}")
        for example in examples:
            click.echo(f"  {example.text}" + (f"   [under: {' > '.join(example.path)}]" if example.path else ""))


def _conditions(rule: schema.Rule | schema.Cue) -> Iterator[tuple[str, object]]:
    plain = {"language": "fr", "strength": "strong", "place": "anywhere", "where": ("item",)}
    for name in ("language", "strength", "place", "public", "subtheme", "where", "weight"):
        value = getattr(rule, name, None)
        if value not in (None, plain.get(name)):
            yield name, ", ".join(value) if isinstance(value, tuple) else value
    for name in ("needs", "unless"):
        if getattr(rule, name, ()):
            yield name, ", ".join(getattr(rule, name))
    if getattr(rule, "yields", False):
        yield "a means", "gives way to another object"


@command.command(short_help="Say why a text gets its labels.")
@click.argument("text", metavar="TEXT")
@click.option("--path", "path", multiple=True, metavar="HEADING", help="A heading above it, outermost first; may be given again.")
@click.option("--lead-in", metavar="LINE", help="The line ending in ':' that introduces it.")
@click.option("--genre", type=click.Choice(["priorities", "activity-report", "plan", "programme", "other"]), help="Of the document.")
@click.option("--year", type=int, help="Of the document.")
@click.option("--language", type=click.Choice(["fr", "en", "nl"]), default="fr", show_default=True)
@click.option("--general", is_flag=True, help="The document is not about foreign people (a town's plan, say).")
@rules_option
@json_option
def explain(
    text: str,
    path: tuple[str, ...],
    lead_in: str | None,
    genre: str | None,
    year: int | None,
    language: str,
    general: bool,
    rules: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say which labels TEXT gets, by which rule and words, and which were taken back."""
    from extract.classify import workbench

    if not text.strip():
        raise click.UsageError("TEXT is empty.")
    labels, _ = workbench.explain(
        text, _taxonomy(rules), path=path, lead_in=lead_in, genre=genre, year=year, language=language, general=general
    )
    if as_json:
        value = {name: getattr(labels, name) for name in ("kind", "year", "subthemes", "flags")}
        for name in ("kind_evidence", "themes", "uncertain", "suppressed", "actions"):
            value[name] = [one.model_dump(mode="json") for one in getattr(labels, name)]
        click.echo(json.dumps(value, ensure_ascii=False, indent=2))
        return
    for title, found in (("theme", labels.themes), ("uncertain", labels.uncertain)):
        for theme in found:
            _say(title, theme.id if theme.origin == "own" else f"{theme.id} ({theme.origin})", theme.evidence)
    for action in labels.actions:
        _say("action", action.id, action.evidence)
    for taken in labels.suppressed:
        click.echo(f"taken back {taken.id}\n           {taken.text!r} by {taken.rule}, against it: {taken.by}")
    if not labels.themes:
        click.echo("no theme")
    click.echo(f"kind       {labels.kind}\n           {labels.kind_evidence[0].text!r} by {labels.kind_evidence[0].rule}")


def _say(title: str, label: str, evidence: Sequence[Evidence]) -> None:
    click.echo(f"{title:<10} {label}")
    for one in evidence:
        click.echo(f"           {one.text!r} by {one.rule}")


@command.command(short_help="Run every example and near miss.")
@rules_option
def test(rules: tuple[str, ...]) -> None:
    """Run every example and near miss of every rule file; exit status 1 when one fails."""
    from extract.classify import workbench

    taxonomy = _taxonomy(rules)
    failures = list(workbench.failures(taxonomy))
    for failure in failures:
        what = "is not found" if failure.wanted else "is found, and should not be"
        click.echo(f"{failure.file}: {what}: {failure.text!r} (found: {', '.join(failure.found) or 'nothing'})")
    entries = [entry for shelf in (taxonomy.themes, taxonomy.kinds, taxonomy.actions) for entry in shelf.values()]
    count = sum(len(entry.examples) + len(entry.counterexamples) for entry in entries)
    click.echo(f"{plural(count, 'example')}, {plural(len(failures), 'failure')}", err=True)
    raise SystemExit(1 if failures else 0)


@command.command(short_help="Look for faults that loading cannot see.")
@rules_option
def lint(rules: tuple[str, ...]) -> None:
    """Look for faults in the rules that loading cannot see; exit status 1 when there is a serious one."""
    from extract.classify import workbench

    faults = workbench.lint(_taxonomy(rules))
    for fault in sorted(faults, key=lambda fault: (not fault.serious, fault.where, fault.what)):
        click.echo(f"{'fault' if fault.serious else 'note '}  {fault.where}: {fault.what}")
    serious = sum(fault.serious for fault in faults)
    click.echo(f"{plural(serious, 'fault')}, {plural(len(faults) - serious, 'note')}", err=True)
    raise SystemExit(1 if serious else 0)


@command.command(short_help="Weigh the rules on a corpus.")
@out_option
@click.option(
    "--gold", type=click.Path(path_type=Path), help="A folder of annotated documents (*.gold.json): precision of each rule on them."
)
@rules_option
@json_option
def coverage(out: Path, gold: Path | None, rules: tuple[str, ...], as_json: bool) -> None:
    """Weigh the rules on a corpus: unused ones, ones that always fire together, and with --gold how often each is right."""
    from extract.classify import workbench

    taxonomy = _taxonomy(rules)
    uses, together = workbench.coverage(taxonomy, _annotated(gold, taxonomy) if gold else _recorded(out))
    if as_json:
        rows = [{"rule": use.rule, "items": use.items, "right": use.right} for use in uses]
        click.echo(json.dumps({"rules": rows, "together": together}, ensure_ascii=False))
        return
    for use in uses:
        right = "" if use.right is None or not use.items else f"  precision {use.right / use.items:.2f}"
        click.echo(f"{use.items:>6}  {use.rule}{right}" if use.items else f"unused  {use.rule}")
    for left, right, count in together:
        click.echo(f"always together ({plural(count, 'item')}): {left} and {right}")


def _recorded(out: Path) -> Iterator[Labelled]:
    from extract.store import records

    if not records.ids(out):
        raise click.UsageError(f"No records in {out}: run `filrouge ingest` first, or name them with --out.")
    for document in records.load_all(out):
        for item in document.items:
            reviewed = any(theme.origin == "review" for theme in item.themes) or "reviewed" in item.flags
            yield item.themes, frozenset(theme.id for theme in item.themes) if reviewed else None


def _annotated(folder: Path, taxonomy: Taxonomy) -> Iterator[Labelled]:
    from extract import page
    from extract.classify import classify
    from extract.classify.written import written
    from extract.evaluation import read_gold

    files = sorted(folder.glob("*.gold.json"))
    if not files:
        raise click.UsageError(f"No annotated documents (*.gold.json) in {folder}.")
    for file in files:
        read_gold(file)  # says what is wrong with it
        value = json.loads(file.read_text(encoding="utf-8"))
        made = written(value["items"], value["document"])
        labels, _ = classify(made.outline, made.metadata, made.transcript, taxonomy, page.Options())
        for item, label in zip(value["items"], labels, strict=True):
            accepted = [item.get("themes") or [], *(item.get("doubt") or {}).get("also_acceptable_themes", [])]
            yield label.themes, frozenset(theme for themes in accepted for theme in themes)


@command.command(short_help="Offer words for rules.")
@click.option(
    "--theme", metavar="THEME", help="Words for this theme, from items that people gave it. Default: words of items without a theme."
)
@click.option("--top", default=25, show_default=True, type=click.IntRange(1, 500), help="How many.")
@click.option(
    "--least", default=3, show_default=True, type=click.IntRange(1), help="Offer only words that stand in so many of those items."
)
@click.option(
    "--accept", multiple=True, metavar="WORDS", help="Add these words to --theme, in the folder given with --to; may be repeated."
)
@click.option("--to", type=click.Path(path_type=Path), help="The folder of rules that accepted words are written to.")
@out_option
@rules_option
@json_option
def suggest(
    theme: str | None,
    top: int,
    least: int,
    accept: tuple[str, ...],
    to: Path | None,
    out: Path,
    rules: tuple[str, ...],
    as_json: bool,
) -> None:
    """Offer words that mark items without a theme, or items that people gave a theme. Nothing is added unless you accept it.

    \b
    Examples:
      filrouge themes suggest
      filrouge themes suggest --theme housing
      filrouge themes suggest --theme housing --accept "nuit solidaire" --to my-rules
    """
    from extract.classify import workbench
    from extract.store import records

    taxonomy = _taxonomy(rules)
    if theme and theme not in taxonomy.themes:
        _entry(taxonomy, theme)
    if accept:
        if not (theme and to):
            raise click.UsageError("--accept needs --theme and --to.")
        from extract.taxonomy import layers

        click.echo(f"Written to {layers.accept(taxonomy.themes[theme], accept, to)}; use it with --rules {to}", err=True)
        return
    found = workbench.suggest(records.load_all(out), taxonomy, theme, least=least, top=top)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
        return
    for one in found:
        click.echo(f"{one.keyness:>8.2f}  {one.inside:>4} in, {one.outside:>4} elsewhere  {one.words}\n{'':>33}{one.example[:100]}")
    if not found:
        click.echo("Nothing stands out.", err=True)


@command.command("export", short_help="Carry themes or items to other programs.")
@click.option("--skos", "form", flag_value="skos", help="The themes as a SKOS concept scheme (Turtle).")
@click.option("--jsonl", "form", flag_value="jsonl", help="The labelled items of the records, one JSON object a line.")
@click.option("--docbin", "form", flag_value="docbin", help="The labelled items of the records as a spaCy DocBin.")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="The file to write. SKOS and JSONL go to standard output without it."
)
@out_option
@rules_option
def export(form: str | None, to: Path | None, out: Path, rules: tuple[str, ...]) -> None:
    """Carry the themes, or the items with their labels, to other tools."""
    taxonomy = _taxonomy(rules)
    if form == "skos":
        from extract.taxonomy import skos

        _put(skos.export(taxonomy), to)
    elif form in ("jsonl", "docbin"):
        from extract.classify import exchange
        from extract.store import records

        items = exchange.annotated(records.load_all(out))
        if form == "jsonl":
            _put(exchange.jsonl(items), to)
        elif to is None:
            raise click.UsageError("A DocBin is not text: name a file with --to items.spacy.")
        else:
            click.echo(f"{plural(exchange.write_docbin(items, to, taxonomy.themes), 'item')} in {to}", err=True)
    else:
        raise click.UsageError("Say what to export: --skos, --jsonl or --docbin.")


@command.command("import", short_help="Bring themes or annotations back.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--to", type=click.Path(path_type=Path), help="SKOS: the folder of rules to write. Items: the corrections file (*.jsonl).")
@click.option("--by", envvar="FILROUGE_BY", help="Who annotated (or FILROUGE_BY).")
@out_option
@rules_option
def import_(file: Path, to: Path | None, by: str | None, out: Path, rules: tuple[str, ...]) -> None:
    """Bring back a SKOS file as a folder of rules, or annotated items (.jsonl, .spacy) as corrections.

    \b
    Examples:
      filrouge themes import thesaurus.ttl --to my-rules
      filrouge themes import items.jsonl --by "A. Martin" --to corpus/corrections.jsonl
    """
    if to is None:
        raise click.UsageError("Say where to write with --to.")
    if file.suffix in (".jsonl", ".spacy"):
        if not by:
            raise click.UsageError("Say who annotated: --by NAME, or set FILROUGE_BY.")
        _corrections(file, to, by, out, frozenset(_taxonomy(rules).themes))
        return
    from extract.taxonomy import skos

    written = skos.write(skos.read(file), to)
    _taxonomy((*rules, str(to)))  # what was written must load
    click.echo(f"{plural(len(written), 'theme')} in {to}; use it with --rules {to}", err=True)


def _corrections(file: Path, to: Path, by: str, out: Path, known: frozenset[str]) -> None:
    """Every difference between what people annotated and the records becomes a correction."""
    from datetime import UTC, datetime

    from extract import anchor, review
    from extract.classify import exchange
    from extract.model import Correction
    from extract.store import people, records

    documents: dict[str, Document | None] = {}
    changed = unknown = 0
    for one in exchange.read(file):
        meta = dict(one.meta)
        if strange := sorted(set(one.themes) - known):
            raise click.UsageError(f"{file}: no such theme: {', '.join(strange)}. `filrouge themes list` shows them.")
        name = meta.get("document", "")
        if name and name not in documents:
            documents[name] = records.load(out, name) if name in records.ids(out) else None
        document = documents.get(name)
        item = next((item for item in document.items if item.id == meta.get("item")), None) if document else None
        if document is None or item is None:
            unknown += 1
            continue
        said = tuple(theme.id for theme in item.themes)
        if set(said) != set(one.themes):
            correction = Correction(
                id="", document=document.document.id, source=document.document.source.path, target=anchor.selector(item, document.items),
                field="themes", said=said, says=tuple(sorted(one.themes)), by=by, at=datetime.now(UTC).isoformat(timespec="seconds"),
            )  # fmt: skip
            people.add(to, correction.model_copy(update={"id": review.correction_id(correction)}))
            changed += 1
    click.echo(
        f"{plural(changed, 'correction')} added to {to}" + (f"; {unknown} items are in no record of {out}" if unknown else ""), err=True
    )


def _put(content: str, to: Path | None) -> None:
    if to is None:
        click.echo(content, nl=False)
    else:
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(content, encoding="utf-8")
        click.echo(f"Written to {to}", err=True)


def _taxonomy(rules: tuple[str, ...]) -> Taxonomy:
    from extract import taxonomy

    return taxonomy.load(rules)


def _entry(taxonomy: Taxonomy, name: str) -> tuple[schema.Theme | schema.Kind | schema.Action, str]:
    for shelf in ("themes", "kinds", "actions"):
        entries = getattr(taxonomy, shelf)
        if name in entries:
            return entries[name], taxonomy.files[f"{shelf}/{name}"]
    from difflib import get_close_matches

    every = [*taxonomy.themes, *taxonomy.kinds, *taxonomy.actions]
    near = get_close_matches(name, every, 1)
    raise click.UsageError(
        f"No theme, kind or action is called {name!r}." + (f" Did you mean {near[0]!r}?" if near else " `themes list` shows them.")
    )
