"""A real browser for tests: headless Chromium, spoken to over a pipe in its own protocol (CDP), with a note of what pages ask for.

with Browser() as browser:
    page = browser.open(folder / "index.html")
    page.click("#tab"); page.wait("document.title === 'x'")
    assert page.complaints == [] and page.asked_outside == []
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from select import select
from typing import Any

import pytest

_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-extensions --disable-default-apps --mute-audio --hide-scrollbars --force-color-profile=srgb "
    "--disable-dev-shm-usage --remote-debugging-pipe"
).split()
# Chromium listens on descriptor 3 and answers on 4. They are moved there in the new process, by way of numbers that are surely neither.
_PLUG = """
import fcntl, os, sys
hear, tell = (fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3])
os.dup2(hear, 3), os.dup2(tell, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
_KEYS = {
    "Enter": 13,
    "Escape": 27,
    "Tab": 9,
    "ArrowDown": 40,
    "ArrowUp": 38,
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "Home": 36,
    "End": 35,
    "PageDown": 34,
    "/": 191,
    " ": 32,
}


def chromium() -> str:
    """The browser's path; the test is skipped where there is none (and fails there when FILROUGE_REQUIRE_ALL is set)."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        (pytest.fail if os.environ.get("FILROUGE_REQUIRE_ALL") else pytest.skip)(
            "no Chromium on this machine (Debian: apt install chromium)"
        )
    return found


class Browser:
    """One Chromium with an empty profile of its own; it ends with the `with`."""

    def __init__(self, *flags: str, timeout: float = 20) -> None:
        self.timeout = timeout
        self._number = 0
        self._events: deque[dict] = deque()
        self._buffer = b""
        self._profile = tempfile.mkdtemp(prefix="filrouge-browser-")
        read_in, self._write = os.pipe()
        self._read, write_out = os.pipe()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _PLUG,
                str(read_in),
                str(write_out),
                chromium(),
                *_FLAGS,
                f"--user-data-dir={self._profile}",
                *flags,
                "about:blank",
            ],
            env={**os.environ, "DBUS_SESSION_BUS_ADDRESS": "disabled:"},
            pass_fds=(read_in, write_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_in)
        os.close(write_out)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.call("Browser.close")
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired, RuntimeError, TimeoutError):
            self._process.kill()
            self._process.wait()
        os.close(self._write)
        os.close(self._read)
        shutil.rmtree(self._profile, ignore_errors=True)

    def open(self, path: Path | str, *, language: str = "fr-FR", dark: bool = False, size: tuple[int, int] = (1400, 900)) -> Page:
        """A new page at a file of the disk (or an address), loaded. Its window has that size, its user that language."""
        address = path if isinstance(path, str) else path.absolute().as_uri()
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Page(self, session, address, language, dark, size)

    def call(self, method: str, session: str = "", **values: Any) -> dict:
        """The answer to one command. Raises RuntimeError when the browser refuses it, TimeoutError when it does not answer."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": values, **({"sessionId": session} if session else {})}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + self.timeout
        while time.monotonic() < end:
            answer = self._receive(end)
            if answer and answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if answer:
                self._events.append(answer)
        raise TimeoutError(method)

    def events(self, session: str, wait: float = 0.0) -> list[dict]:
        """What the page has told unasked since the last call."""
        end = time.monotonic() + wait
        while answer := self._receive(max(end, time.monotonic() + 0.005)):
            self._events.append(answer)
        found = [event for event in self._events if event.get("sessionId") == session]
        self._events = deque(event for event in self._events if event.get("sessionId") != session)
        return found

    def _receive(self, end: float) -> dict | None:
        while b"\0" not in self._buffer:
            ready, _, _ = select([self._read], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            data = os.read(self._read, 1 << 20)
            if not data:
                raise RuntimeError("the browser ended")
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)


class Page:
    """A page in the browser: what it shows, what is done to it, what it asked for (`requests`) and complained of (`complaints`)."""

    def __init__(self, browser: Browser, session: str, address: str, language: str, dark: bool, size: tuple[int, int]) -> None:
        self._browser, self._session, self.address = browser, session, address
        self.requests: list[str] = []
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1], deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.call("Emulation.setUserAgentOverride", userAgent="Mozilla/5.0 Chromium", acceptLanguage=language)
        self.go(address)

    def go(self, address: str) -> None:
        """Goes to the address and waits until its scripts have run."""
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def call(self, method: str, **values: Any) -> dict:
        return self._browser.call(method, self._session, **values)

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression (promises are awaited)."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"].get("exception", {}).get("description", "JavaScript failed"))
        return answer["result"].get("value")

    def wait(self, condition: str, seconds: float = 10) -> Any:
        """Waits until the expression is true, and gives its value."""
        end = time.monotonic() + seconds
        while True:
            if value := self.run(f"((value) => value instanceof Element || value)({condition})"):
                return value
            if time.monotonic() > end:
                raise AssertionError(f"not true after {seconds} s: {condition}")
            time.sleep(0.02)

    def text(self, selector: str = "body") -> str:
        """The visible text of the first element that matches."""
        return self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''")

    def texts(self, selector: str) -> list[str]:
        return self.run(f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.innerText.trim())")

    def click(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, text: str) -> None:
        """Types into what has the focus."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, times: int = 1, **modifiers: int) -> None:
        """Presses a key as a person would."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        values = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS.get(key, ord(key[0].upper())), **modifiers}
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="keyDown", **values, **({"text": text} if text else {}))
            self.call("Input.dispatchKeyEvent", type="keyUp", **values)

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def pdf(self) -> bytes:
        """The page as it would be printed."""
        return base64.b64decode(self.call("Page.printToPDF", printBackground=False)["data"])

    def settle(self) -> Page:
        """This page, with `requests` and `complaints` brought up to now."""
        for event in self._browser.events(self._session, 0.05):
            values = event["params"]
            if event["method"] == "Network.requestWillBeSent":
                self.requests.append(values["request"]["url"])
            elif event["method"] == "Runtime.exceptionThrown":
                details = values["exceptionDetails"]
                self.complaints.append(details.get("exception", {}).get("description") or details["text"])
            elif event["method"] == "Runtime.consoleAPICalled" and values["type"] in ("error", "warning", "assert"):
                self.complaints.append(" ".join(str(one.get("value", one.get("description"))) for one in values["args"]))
            elif event["method"] == "Log.entryAdded" and values["entry"]["level"] in ("error", "warning"):
                self.complaints.append(values["entry"]["text"])
        return self

    def asked_outside(self, folder: Path) -> list[str]:
        """What the page asked for that is not a file of the folder."""
        home = folder.absolute().as_uri() + "/"
        return [address for address in self.settle().requests if not address.startswith((home, "about:blank"))]
