"""`filrouge query`: items by words and labels, each with the words that decide."""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.cli._options import (
    ACTION,
    actions_of_the_rules,
    filters,
    is_coloured,
    out_option,
    plural,
    quiet_option,
    teller,
    themes_of_the_rules,
    variants_option,
    years_option,
)

if TYPE_CHECKING:
    from extract.store.index import Answer, Hit

_SHOWN = 20  # hits in a table, unless asked otherwise


@click.command(short_help="List items by words, theme, team, year …")
@click.argument("text", required=False, default="")
@filters
@click.option("--action", "actions", multiple=True, metavar="ACTION", help="Items that do it this way.", type=ACTION)
@click.option("--section", "sections", multiple=True, metavar="HEADING", help="Items below this heading (its words).")
@click.option("--flag", "flags", multiple=True, metavar="FLAG", help="Items with this flag: ocr, uncertain-theme, reviewed …")
@click.option("--document", "documents", multiple=True, metavar="DOCUMENT", help="One document: its id, or its path.")
@years_option
@variants_option
@click.option(
    "--in", "within", type=click.Choice(["all", "text", "headings"]), default="all", show_default=True, help="Where the words stand."
)
@click.option("--limit", type=click.IntRange(min=0), help=f"Show at most so many; 0 is all.  [default: {_SHOWN} in a table, else all]")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many first.")
@click.option("--format", "form", type=click.Choice(["table", "json", "jsonl", "csv"]), default="table", show_default=True)
@out_option
@quiet_option
def command(form: str, out: Path, quiet: bool, limit: int | None, **wanted: Any) -> None:
    """List the items that hold all words of TEXT and pass the filters.

    Words match whatever their case, accents and endings: "refugie" finds "réfugié·es". Write "several words" for a phrase, regular* for a
    beginning, -word for what must not be there, this OR that. A filter given twice means either; different filters mean all.

    \b
    Examples:
      filrouge query --theme detention --year 2018..2021
      filrouge query '"droit au séjour" -asile' --kind priority
      filrouge query contentieux --organisation cimade --format csv > contentieux.csv
    """
    from extract.store import index

    tell = teller(quiet)
    limit = (_SHOWN if form == "table" else 0) if limit is None else limit
    with index.open_index(out, tell) as opened:
        answer = index.search(opened, index.Search(limit=limit, **wanted), themes=themes_of_the_rules, actions=actions_of_the_rules)
        shown = _WRITERS[form](answer)
    if not answer.total:
        tell(f"no item matches; searched {answer.searched}{_advice(answer)}")
    elif form == "table":
        more = "" if shown == answer.total else f" (of {answer.total}; --limit 0 shows all)"
        tell(f"{plural(shown, 'item')}{more}; searched {answer.searched}")


def _advice(answer: Answer) -> str:
    """What else to ask: the theme of that name ("detention" is the name of one, and no word of a French report), or a beginning."""
    text = answer.search.text
    if theme := _theme_called(text):
        return f"; there is a theme of that name: --theme {theme}"
    word = next(iter(re.findall(r"\w+", text)), "")
    return f"; a beginning such as '{word[:6]}*' may find more" if word and "*" not in text else ""


def _theme_called(said: str) -> str | None:
    from extract import taxonomy
    from extract.text import fold

    wanted = fold(said).text.strip()
    themes = taxonomy.load().themes.items() if wanted else ()
    named = ((name, {name, *(label for _, label in theme.labels if label)}) for name, theme in themes)
    return next((name for name, names in named if wanted in {fold(called).text for called in names}), None)


def _table(answer: Answer) -> int:
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    mark, unmark, dim, plain = ("\033[1m", "\033[22m", "\033[2m", "\033[0m") if is_coloured() else ("**", "**", "", "")
    shown = 0
    for hit in answer.hits:
        shown += 1
        for line in _wrapped(_source(hit), width, ""):
            click.echo(f"{dim}{line}{plain}")
        for line in _marked(hit, width - 2, mark, unmark):
            click.echo(f"  {line}")
        for line in _wrapped(_labels(hit), width - 2, "  "):
            click.echo(f"  {dim}{line}{plain}")
        click.echo()
    return shown


def _source(hit: Hit) -> str:
    """Year, document, page and headings of a hit, on one line."""
    from extract.exporters.cells import visible

    document, item = hit.document, hit.item
    place = f"p. {item['page']}" if item["page"] else f"§ {item['paragraph']}" if item["paragraph"] else ""
    if not place and item["lines"]:
        place = f"l. {item['lines'][0]}"
    parts = [str(item["year"] or "n.d."), document["organisation"] or "", document["path"], place, " › ".join(item["path"])]
    return visible(" · ".join(part for part in parts if part))


def _labels(hit: Hit) -> str:
    """Kind, themes and actions of an item, with their words, and the name by which `correct` and `trace --judge` know it."""
    from extract.exporters.cells import visible

    item, said = hit.item, [hit.item["kind"]]
    for what, label in (*(("", theme) for theme in item["themes"]), *(("action: ", action) for action in item["actions"])):
        evidence = [said["text"] for said in label["evidence"] if not said["rule"].startswith("review.")]  # a person needs no words
        words = [*dict.fromkeys(f"“{text}”" for text in evidence)]
        origin = [] if (origin := label.get("origin", "own")) == "own" else [origin]
        why = ", ".join([*words, *origin]) or "review"
        said.append(f"{what}{label['id']} ({why})")
    return visible(" · ".join([*said, *item["flags"], f"{hit.document['id'][:8]}/{item['id'][:8]}"]))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, max(width, 20), subsequent_indent=indent) or [""]


def _marked(hit: Hit, width: int, mark: str, unmark: str) -> list[str]:
    """The item's text in lines that fit, the words that decide between `mark` and `unmark`."""
    from extract.exporters.cells import visible

    bold = {at for start, end in hit.highlights for at in range(start, end)}
    shown = [(char, at in bold) for at, letter in enumerate(hit.item["text"]) for char in visible(letter)]
    lines = []
    for start, end in _lines("".join(char for char, _ in shown), max(width - 8, 20)):
        runs = [(on, "".join(char for char, _ in run)) for on, run in groupby(shown[start:end], key=lambda pair: pair[1])]
        lines.append("".join(f"{mark}{run}{unmark}" if on else run for on, run in runs))
    return lines


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Ranges of `text`, each at most `width` long, broken at spaces where there are any."""
    start = 0
    while len(text) - start > width:
        cut = text.rfind(" ", start + 1, start + width + 1)
        end = cut if cut > start else start + width
        yield start, end
        start = end + (cut > start)
    yield start, len(text)


def _json(answer: Answer) -> int:
    head = {"total": answer.total, "searched": {"items": answer.searched_items, "documents": answer.searched_documents}}
    shown = 0
    click.echo(f'{json.dumps(head)[:-1]}, "hits": [', nl=False)
    for shown, hit in enumerate(answer.hits, 1):
        click.echo(f"{',' if shown > 1 else ''}\n{json.dumps(hit.to_json(), ensure_ascii=False)}", nl=False)
    click.echo("\n]}" if shown else "]}")
    return shown


def _jsonl(answer: Answer) -> int:
    shown = 0
    for hit in answer.hits:
        shown += 1
        click.echo(json.dumps(hit.to_json(), ensure_ascii=False))
    return shown


COLUMNS = (
    *(
        "document",
        "organisation",
        "title",
        "path",
        "page",
        "paragraph",
        "line",
        "item",
        "year",
        "kind",
        "team",
        "pole",
        "section",
        "headings",
    ),
    *("lead_in", "text", "themes", "theme_evidence", "actions", "flags", "span_start", "span_end"),
)


def _csv(answer: Answer) -> int:
    from extract.exporters.cells import inert

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    shown = 0
    for hit in answer.hits:
        shown += 1
        writer.writerow([inert(value) for value in _cells(hit)])
    return shown


def _cells(hit: Hit) -> list[Any]:
    item, document = hit.item, hit.document
    said = [f"{theme['id']}: {evidence['text']}" for theme in item["themes"] for evidence in theme["evidence"]]
    return [
        *(document["id"], document["organisation"], document["title"], document["path"], item["page"], item["paragraph"]),
        *((item["lines"] or [None])[0], item["id"], item["year"], item["kind"], item["team"], item["pole"], item["section"]),
        *(" › ".join(item["path"]), item["lead_in"], item["text"], " ".join(theme["id"] for theme in item["themes"]), "; ".join(said)),
        *(" ".join(action["id"] for action in item["actions"]), " ".join(item["flags"]), *item["span"]),
    ]


_WRITERS = {"table": _table, "json": _json, "jsonl": _jsonl, "csv": _csv}
