"""`filrouge serve`: the index as a web site on this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.cli._options import out_option, quiet_option, teller

if TYPE_CHECKING:
    from extract.page import Picture
    from extract.store.server import Draw

LOOPBACK = "127.0.0.1"


@click.command(short_help="Show the same as a local web site.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Where to listen; 0 takes a free one.")
@click.option("--sql", is_flag=True, help="Let visitors ask their own questions in SQL (read only).")
@click.option(
    "--sources",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folders with the reports, for pictures of pages.  [default: where they were read]",
)
@out_option
@quiet_option
def command(port: int, sql: bool, sources: tuple[Path, ...], out: Path, quiet: bool) -> None:
    """Serve the index as a web site that only this machine can reach: search, facets, evidence on the page, JSON.

    It only reads, answers to 127.0.0.1 and localhost alone, and loads nothing from elsewhere. Ctrl-C stops it.

    \b
    Examples:
      filrouge serve
      filrouge serve --port 0 --sources ~/reports
    """
    from extract.store import index

    tell = teller(quiet)
    index.open_index(out, tell).__exit__()
    with _listening(port) as listener, _drawing(out, sources) as draw:
        _serve(out / index.FILE, listener, draw, sql, tell)


def _serve(path: Path, listener: socket.socket, draw: Draw, sql: bool, tell: Callable[[str], None]) -> None:
    from extract.store import server

    names = [f"{name}:{listener.getsockname()[1]}" for name in (LOOPBACK, "localhost")]
    site = server.site(path, draw, hosts=names, sql=sql)
    import uvicorn

    tell(f"http://{names[0]}/  (Ctrl-C stops)")
    uvicorn.Server(uvicorn.Config(site, log_level="error", access_log=False, server_header=False, lifespan="off")).run(sockets=[listener])


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on loopback. Raises UsageError when the port is taken."""
    from extract.errors import UsageError

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
            listener.listen()
        except OSError as error:
            raise UsageError(f"Port {port} cannot be used ({error.strerror})", remedy="Give another with --port, or --port 0") from error
        yield listener


@contextmanager
def _drawing(out: Path, sources: tuple[Path, ...]) -> Iterator[Draw]:
    """Draws pages of the PDFs behind the records, in a process of its own: a file that kills its reader costs its own pictures only."""
    from pebble import ProcessPool

    from extract.batch.pictures import SECONDS_A_PAGE, confine, draw_file
    from extract.cli._pages import Homes
    from extract.store import records

    homes = Homes(sources, out)
    with ProcessPool(max_workers=1, max_tasks=50, initializer=confine) as pool:

        def drawn(document: str, page: int) -> Picture | None:
            source = records.load(out, document).document.source
            path = homes.find(source) if source.media_type == "application/pdf" else None
            if path is None:
                return None
            try:
                found = pool.schedule(draw_file, (path, source.sha256, [page]), timeout=3 * SECONDS_A_PAGE).result()
            except Exception:  # the process died, hung, or the file is not what it was: any of these costs a picture only
                return None
            return found[0] if found else None

        yield drawn
        pool.stop()
