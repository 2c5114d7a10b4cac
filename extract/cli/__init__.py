"""The command line. A command is a file in this folder that defines `command`; it is found by being there.

Importing this module, and any command's module, imports click and the standard library only: heavy things load inside the commands.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from typing import NoReturn

import click

import extract
from extract.errors import FilrougeError, OutputError


class Commands(click.Group):
    """The commands in this folder, each loaded when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        return importlib.import_module(f"{__name__}.{name}").command if name in self.list_commands(context) else None

    def invoke(self, context: click.Context) -> object:
        try:
            result = super().invoke(context)
            sys.stdout.flush()  # what a pipe or a disk refuses is heard of here, not when the interpreter ends
        except BrokenPipeError:  # click would make it exit status 1, which says that inputs could not be read
            raise _NobodyReads from None
        return result

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(context, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], self.list_commands(context), 1)
            if near:
                raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", context) from None
            raise


class _NobodyReads(Exception):
    """`filrouge query | head`: who was to read the results has gone."""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(extract.__version__, prog_name="filrouge")
@click.pass_context
def cli(context: click.Context) -> None:
    """Turn the reports of associations into structured, comparable priorities.

    \b
    Examples:
      filrouge ingest corpus              read every report in a folder
      filrouge query --theme detention    list what was found
      filrouge show report.pdf --as items look at one document, step by step
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        context.color = False


def main() -> None:
    """Runs the command line; every error a user can cause ends in one line on standard error and its own exit status."""
    try:
        sys.exit(cli.main(prog_name="filrouge", standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("filrouge: stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except FilrougeError as error:
        click.echo(f"filrouge: {error}", err=True)
        sys.exit(error.exit_status)
    except _NobodyReads:
        _leave(141)
    except OSError as error:
        click.echo(f"filrouge: {error.filename or 'The results'} cannot be read or written ({error.strerror or error})", err=True)
        _leave(OutputError.exit_status)
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("filrouge: This is a fault of ours. Please report it, with the lines above", err=True)
        _leave(FilrougeError.exit_status)


def _leave(status: int) -> NoReturn:
    """Ends the program; what standard output still holds goes nowhere, since it may be what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(status)
