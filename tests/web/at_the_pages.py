"""Somebody of a town at the pages, with a browser that runs no JavaScript; and the same person at the API."""

import html
import re
from collections.abc import Callable

import httpx2

from graph_service.access.tokens import development_token
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests.town import Town

INLINE = re.compile(r"<script(?![^>]*(?: src=|application/json))|<style|\son\w+=|\sstyle=", re.I)
SCRIPT = "<script>alert(1)</script>"


def sign_in(browser: httpx2.Client, subject: str) -> None:
    assert browser.post("/sign-in", data={"subject": subject}).status_code == 303


def look(browser: httpx2.Client, child_id: str, purpose: str = "coordinate_support") -> httpx2.Response:
    sent = browser.post("/look", data={"purpose": purpose, "child_id": child_id})
    return browser.get(sent.headers["location"]) if sent.status_code == 303 else sent


def patiently(ask: Callable[[], httpx2.Response]) -> httpx2.Response:
    """A plan made for the first time takes longer than the service waits, and others may be changing the same."""
    for _ in range(20):
        answer = ask()
        if answer.status_code != 503 and "Another change of the same record has not finished" not in answer.text:
            break
    return answer


def hidden_in(page: str) -> dict[str, str]:
    """What a form of the page sends by itself."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


class Townsfolk:
    def __init__(self, browser: httpx2.Client, town: Town, name: str, settings: Settings) -> None:
        caller = town.caller(name)
        self.browser = browser
        self.kim = f"/children/{town.id_of('kim')}"
        token = development_token(development_key(settings.state), caller.signed_in)
        self._headers = {"Authorization": f"Bearer {token}", "Access-Purpose": str(caller.purpose)}
        self._town = town
        sign_in(self.browser, caller.signed_in.subject)
        assert self.get(self.kim, lambda: look(browser, town.id_of("kim"), caller.purpose)).status_code == 200

    def get(self, where: str, ask: Callable[[], httpx2.Response] | None = None) -> httpx2.Response:
        return patiently(ask or (lambda: self.browser.get(where)))

    def forms(self, action: str) -> list[tuple[str, dict[str, str]]]:
        """Each form of the child's page whose address ends in `action`, with its hidden fields."""
        found = re.findall(rf'<form[^>]* action="([^"]+/{action})">(.*?)</form>', self.get(self.kim).text, re.S)
        return [(where, hidden_in(inside)) for where, inside in found]

    def send(self, where: str, fields: dict[str, object]) -> httpx2.Response:
        return patiently(lambda: self.browser.post(where, data=fields))

    def fill_in(self, where: str, **answers: object) -> httpx2.Response:
        """Opens a form and sends it with these answers; a day is typed in its three fields."""
        return self.send(where, hidden_in(self.get(where).text) | answers)

    def api(self, path: str, body: dict | None = None, version: int | None = None) -> dict:
        """The same at the API: what is there now, or what came of recording something."""
        if body is None and version is None:
            return patiently(lambda: self.browser.get(f"/api/v1{path}", headers=self._headers)).json()
        headers = self._headers | {"Idempotency-Key": self._town.attempt().key}
        headers |= {"If-Match": f'"{version}"'} if version else {}
        return patiently(lambda: self.browser.post(f"/api/v1{path}", headers=headers, json=body)).json()

    def network(self) -> dict:
        return self.api(f"{self.kim}/network")


def typed_day(name: str, value: object) -> dict[str, str]:
    """`2026-11-28` in a form's three fields."""
    return dict(zip((f"{name}_year", f"{name}_month", f"{name}_day"), str(value).split("-"), strict=True))
