"""What stands between a browser and the site: only its own name, only reading, only its own pages, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # Datasette names columns in a style element
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_INNER = ("/-/static/", "/-/static-plugins/", "/-/page/")  # the rest of /-/ tells about the machine


class Guard:
    """An ASGI application around another. With no `hosts` it answers to every name (tests that speak to it directly)."""

    def __init__(self, inner: Application, hosts: frozenset[str], sql: bool = False) -> None:
        self.inner, self.hosts, self.sql = inner, hosts, sql

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused:
            await _answer(send, *refused)
        else:
            await self.inner(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        host = next((value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"), "")
        if self.hosts and host not in self.hosts:
            return 421, f"This site answers to {' and '.join(sorted(self.hosts))} only."
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "This site can only be read."
        if scope["path"].startswith("/-/") and not scope["path"].startswith(_INNER):
            return 404, "There is no such page."
        return None


def _with_headers(send: Send) -> Send:
    ours = {name for name, _ in HEADERS}

    async def wrapped(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
            message = {**message, "headers": [*kept, *HEADERS]}
        await send(message)

    return wrapped


async def _answer(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
