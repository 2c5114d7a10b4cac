"""Options that several commands share."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

import extract

if TYPE_CHECKING:
    from extract.store.index import Years

Command = TypeVar("Command", bound=Callable[..., Any])


class YearRange(click.ParamType):
    """`2018`, `2018..2021`, `..2021` or `2018..`, as (first, last) with None where it is open."""

    name = "years"
    _FORM = re.compile(r"(\d{4})|(\d{4})?\.\.(\d{4})?")

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Years:
        if isinstance(value, tuple):
            return value
        found = self._FORM.fullmatch(value.strip())
        if not found or value.strip() == "..":
            self.fail(f"{value!r} is no year or range of years: write 2018, 2018..2021, ..2021 or 2018..", param, ctx)
        one, first, last = found.groups()
        if one:
            return int(one), int(one)
        return int(first) if first else None, int(last) if last else None


SIZES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


class Size(click.ParamType):
    """A number of bytes: 500, 64k, 200M, 2G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = value.strip().lower().removesuffix("b")
        number, unit = (text[:-1], text[-1]) if text and text[-1] in SIZES else (text, "")
        try:
            size = int(float(number) * SIZES[unit])
        except (ValueError, OverflowError):
            self.fail(f"'{value}' is not a size; write 500, 64k, 200M or 2G", param, ctx)
        return size if size > 0 else self.fail("a size is more than nothing", param, ctx)


def out_option(command: Command) -> Command:
    return click.option("--out", default="out", show_default=True, type=click.Path(path_type=Path), help="The output folder of `ingest`.")(
        command
    )


class RuleName(click.ParamType):
    """The id of a theme, kind or action, or its label ("Enfermement"): pages show labels, records hold ids."""

    name = "name"

    def __init__(self, *folders: str) -> None:
        self.folders = folders

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in self._ids():
            return value
        from extract import taxonomy
        from extract.text import fold

        known = taxonomy.load()
        called = {
            fold(label).text: entry.id for what in self.folders for entry in getattr(known, what).values() for _, label in entry.labels
        }
        return called.get(fold(value).text.strip(), value) if value.strip() else value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in self._ids() if name.startswith(incomplete)]

    def _ids(self) -> list[str]:
        """The names of the files, which are the ids: nothing is loaded to offer or to know them."""
        rules = Path(extract.__file__).parent / "rules"
        return sorted({path.stem for folder in self.folders for path in (rules / folder).glob("*.yaml")})


THEME, KIND, ACTION = RuleName("themes"), RuleName("kinds"), RuleName("actions")


def filters(command: Command) -> Command:
    """The options by which items are chosen. Given twice, an option means either."""
    for name, values, text in reversed(
        (
            ("--theme", "themes", "Items about this theme."),
            ("--kind", "kinds", "priority, activity, figure or other."),
            ("--organisation", "organisations", "Reports of this organisation (its name, or words of it)."),
            ("--team", "teams", "Items of this team (its name, or words of it)."),
            ("--pole", "poles", "Items of this pole."),
        )
    ):
        type_ = {"--theme": THEME, "--kind": KIND}.get(name)
        command = click.option(name, values, multiple=True, metavar=name[2:].upper(), help=text, type=type_)(command)
    return command


def years_option(command: Command) -> Command:
    return click.option(
        "--year", "years", type=YearRange(), metavar="YEARS", help="2018, 2018..2021, ..2021 or 2018.. (the year an item is for)."
    )(command)


def variants_option(command: Command) -> Command:
    return click.option(
        "--variants/--no-variants", default=False, show_default=True, help="Count the same report in another format or scan again."
    )(command)


def quiet_option(command: Command) -> Command:
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors.")(command)


def teller(quiet: bool) -> Callable[[str], None]:
    """A function that tells people something on standard error, unless they want quiet."""
    return (lambda message: None) if quiet else (lambda message: click.echo(f"filrouge: {message}", err=True))


def is_coloured() -> bool:
    """Whether standard output is a terminal that may show bold and colour."""
    import os

    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def plural(count: int, what: str) -> str:
    """ "1 item", "2 items"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def themes_of_the_rules() -> tuple[str, ...]:
    """The ids of the themes and sub-themes that the rules know, whether or not a document has them."""
    from extract import taxonomy

    themes = taxonomy.load().themes
    return (*themes, *(f"{name}.{part}" for name, theme in themes.items() for part in theme.subthemes))


def actions_of_the_rules() -> tuple[str, ...]:
    """The ids of the actions that the rules know."""
    from extract import taxonomy

    return tuple(taxonomy.load().actions)
