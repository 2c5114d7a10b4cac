"""The index as a local web site (Datasette): search, facets, a page for each item with its words and its place on the page, and JSON.

site(path, picture)     an ASGI application over the index at `path`
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from extract.errors import UsageError
from extract.page import Picture
from extract.store.server.guard import Guard

HERE = Path(__file__).parent
Draw = Callable[[str, int], Picture | None]  # (document id, page) → its picture


def site(path: Path, draw: Draw = lambda document, page: None, *, hosts: Iterable[str] = (), sql: bool = False) -> Guard:
    """A read-only web site over the index at `path`, which must not change while it is served.

    `hosts` are the names it answers to ("127.0.0.1:8001"); others are refused, so that no other site can read it through a visitor's
    browser. `sql` lets visitors ask their own questions in SQL. Raises `UsageError` when Datasette is not installed.
    """
    try:
        from datasette.app import Datasette
        from datasette.plugins import pm
    except ImportError:
        raise UsageError("Serving needs the package datasette", remedy="pip install 'filrouge[serve]'") from None
    from extract.store.server import plugin

    pm.get_plugin("datasette.handle_exception").rich = None  # it prints a page for each wrong address
    if not pm.is_registered(plugin):
        pm.register(plugin, name="filrouge")
    datasette = Datasette(
        immutables=[str(path)],
        metadata=METADATA,
        template_dir=str(HERE / "templates"),
        static_mounts=[("filrouge", str(HERE / "static"))],
        settings={**_SETTINGS, "default_allow_sql": sql},
        cache_headers=False,
    )
    datasette.filrouge_pages = plugin.Pages(draw)
    return Guard(datasette.app(), frozenset(hosts), sql)


_SETTINGS = {
    "default_page_size": 50,
    "max_returned_rows": 2000,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 1000,
    "suggest_facets": False,
    "allow_download": False,
    "truncate_cells_html": 500,
}
_HIDDEN = ("tallies", "series", "names", "meta", "unreadable", "items_fts")
METADATA: dict[str, Any] = {
    "title": "Filrouge",
    "extra_css_urls": ["/filrouge/filrouge.css"],
    "databases": {
        "index": {
            "tables": {
                "items": {
                    "title": "Items",
                    "description": "Bullets and numbered points of the reports. Words match whatever their case, accents and endings. "
                    "With variant = 0, a report in two formats is counted once.",
                    "facets": ["kind", "year", "organisation", "team", {"array": "themes"}, {"array": "actions"}],
                    "facet_size": 12,
                    "fts_table": "items_fts",
                    "fts_pk": "no",
                    "sort": "no",
                    "label_column": "text",
                },
                "documents": {"title": "Reports", "facets": ["organisation", "year", "genre"], "label_column": "title", "sort": "no"},
                "ledger": {"title": "Files that were seen", "facets": ["status", "code"]},
                **{name: {"hidden": True} for name in _HIDDEN},
            }
        }
    },
}
