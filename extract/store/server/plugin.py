"""Filrouge's part in Datasette: search by our words, items with their evidence, pictures of pages."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Response

from extract.errors import UsageError
from extract.store.index import Hit, Index, one
from extract.store.index.words import understand

if TYPE_CHECKING:
    from sqlite3 import Connection

    from extract.page import Picture
    from extract.store.server import Draw

LISTS = ("path", "themes", "subthemes", "actions", "flags", "pages", "evidence")  # columns that hold JSON lists
NOTHING = '"filrouge nothing"'  # an FTS5 expression that no item matches


@hookimpl(trylast=True)  # after Datasette's own, which it replaces
def prepare_connection(conn: Connection, database: str, datasette: Any) -> None:
    conn.create_function("escape_fts", 1, search_expression, deterministic=True)


def search_expression(typed: str) -> str:
    """What a visitor typed, as an FTS5 expression over words as they are indexed."""
    try:
        return understand(typed).match(variants=True)
    except UsageError:
        return NOTHING


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> str | None:
    if column in LISTS and isinstance(value, str) and value.startswith("["):
        said = [str(entry) for entry in json.loads(value)]
        return (" › " if column == "path" else ", ").join(said)
    return None


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    return [(r"^/-/page/(?P<document>d-[0-9a-f]{16})/(?P<page>\d{1,5})$", page)]


async def page(request: Any, datasette: Any) -> Response:
    """The picture of a page of a report."""
    where = request.url_vars["document"], int(request.url_vars["page"])
    drawn = await datasette.get_database("index").execute_fn(lambda _: datasette.filrouge_pages.get(*where))
    if drawn is None:
        return Response.text("There is no picture of this page.", status=404)
    return Response(drawn.data, content_type=drawn.media_type)


@hookimpl
def extra_template_vars(
    template: str,
    database: str | None,
    table: str | None,
    columns: list[str] | None,
    view_name: str | None,
    request: Any,
    datasette: Any,
) -> dict[str, Any] | Callable[[], Awaitable[dict[str, Any]]]:
    if table == "items" and view_name == "row":
        return lambda: _item(request, datasette)
    if table == "items" and view_name == "table":
        return {"shown": shown}
    if view_name == "index":
        return lambda: _start(datasette)
    return {}


async def _item(request: Any, datasette: Any) -> dict[str, Any]:
    number = request.url_vars["pks"]

    def ask(connection: Connection) -> tuple[Hit | None, Picture | None]:
        hit = one(Index(connection), int(number)) if number.isdecimal() else None
        page = hit.item["page"] if hit else None
        return hit, datasette.filrouge_pages.get(hit.document["id"], page) if hit and page else None

    hit, picture = await datasette.get_database("index").execute_fn(ask)
    return {"hit": hit, "marked": marked(hit.item["text"], hit.highlights) if hit else [], "picture": picture, "number": number}


async def _start(datasette: Any) -> dict[str, Any]:
    def ask(connection: Connection) -> dict[str, Any]:
        index = Index(connection)
        once = "FROM documents WHERE variant_of IS NULL"
        whole = "sum(items) AS items FROM series WHERE unit_kind = '' AND kind = ''"
        return {
            "items": index.value(f"SELECT coalesce(sum(items), 0) {once}"),
            "documents": index.value(f"SELECT count(*) {once}"),
            "unread": index.value("SELECT count(*) FROM ledger WHERE status = 'quarantined'"),
            "themes": index.rows(f"SELECT theme, {whole} AND theme > '' AND instr(theme, '.') = 0 GROUP BY 1 ORDER BY 2 DESC, 1"),
            "years": index.rows(f"SELECT year, {whole} AND theme = '' AND year > 0 GROUP BY 1"),
        }

    return {"corpus": await datasette.get_database("index").execute_fn(ask)}


def shown(row: Any) -> dict[str, Any]:
    """A row of the list of items as its template wants it."""
    values = {name: row[name] for name in ("no", "text", "organisation", "year", "kind", "page", "lead_in")}
    return {**values, **{name: json.loads(row[name]) for name in ("path", "themes", "actions", "flags")}}


def marked(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it decides something."""
    bold = [False] * len(text)
    for start, end in ranges:
        bold[start:end] = [True] * (end - start)
    pieces = re.finditer("(?s)1+|0+", "".join("01"[on] for on in bold))
    return [(text[piece.start() : piece.end()], piece[0][0] == "1") for piece in pieces]


class Pages:
    """Pictures of pages, the last ones remembered; one is drawn at a time."""

    KEPT = 64

    def __init__(self, draw: Draw) -> None:
        self._draw, self._lock = draw, Lock()
        self._drawn: OrderedDict[tuple[str, int], Picture | None] = OrderedDict()

    def get(self, document: str, page: int) -> Picture | None:
        with self._lock:
            if (document, page) not in self._drawn:
                self._drawn[document, page] = self._draw(document, page)
                while len(self._drawn) > self.KEPT:
                    self._drawn.popitem(last=False)
            return self._drawn[document, page]
