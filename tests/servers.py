"""Which real Neo4j a run of the tests uses. Never a stand-in, and where none of the three can be had the run fails."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe

import pytest
from testcontainers.community.neo4j import Neo4jContainer
from testcontainers.core.config import testcontainers_config

from graph_service.graph.connection import Connection
from graph_service.graph.local import NEEDED, RELEASE, LocalServer, prepare

IMAGE = f"neo4j:{RELEASE}-community"
NAMES = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
ANSWER_SECONDS = 10  # for a busy daemon; one that is not there is known at once
NO_DAEMON = "no Docker daemon answers here; docs/operations.md says how the tests are run with one"
PAGE_CACHE = "256m"
CHOICES = ("server", "containers", "local")
SAYS = {
    "server": "the server that NEO4J_URI names",
    "containers": f"a container of {IMAGE} (testcontainers)",
    "local": "the local server of graph/local.py",
}


def choose(wanted: str | None) -> str:
    """`wanted`, else in this order: NEO4J_URI, a container where that can be had, the local server.

    Raises UsageError where what is wanted cannot be had: a run that was meant for containers is not run elsewhere.
    """
    if wanted == "server" and "NEO4J_URI" not in os.environ:
        raise pytest.UsageError(f"--on server: set {', '.join(NAMES)}")
    if wanted == "containers" and (why := why_no_container()):
        raise pytest.UsageError(f"--on containers: {why}")
    if wanted:
        return wanted
    if "NEO4J_URI" in os.environ:
        return "server"
    return "local" if why_no_container() else "containers"


def why_no_container(image: str = IMAGE) -> str | None:
    """None where a daemon answers and has the image: nothing is ever pulled in a run of the tests."""
    try:
        said = docker("image", "inspect", "--format", "{{.Id}}", image)
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return NO_DAEMON
    if said.returncode == 0:
        return None
    if "No such image" in said.stderr:
        return f"the Docker daemon has no {image}: docker pull {image}, or see docs/operations.md"
    return NO_DAEMON


def docker(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What the daemon says. (The package `docker` leaves a socket open where there is none: warnings are errors.)"""
    return subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False)


@contextmanager
def started(choice: str, folder: Path) -> Generator[Connection]:
    """The server chosen, until the block ends; `folder` is empty, for the local one."""
    match choice:
        case "server":
            yield Connection(*(os.environ[name] for name in NAMES))
        case "containers":
            with container() as connection:
                yield connection
        case _:
            with LocalServer(folder, prepared=prepare(record=True), page_cache=PAGE_CACHE) as connection:
                yield connection


@contextmanager
def container() -> Generator[Connection]:
    """With the settings that every server needs; its advertised address stays wrong, as behind any port mapping."""
    if why_no_container(testcontainers_config.ryuk_image):
        testcontainers_config.ryuk_disabled = True  # it would be pulled; without it only a killed run leaves anything
    box = Neo4jContainer(IMAGE, password=token_urlsafe(24), username="neo4j")
    box.with_env("NEO4J_server_memory_pagecache_size", PAGE_CACHE)
    for name, value in NEEDED.items():
        box.with_env(as_variable(name), value)
    with box:
        place = box.get_connection_url().partition("://")[2]
        yield Connection(f"neo4j://{place}", box.username, box.password, "neo4j")


def as_variable(setting: str) -> str:
    """A setting of Neo4j's as its image takes it: `_` is written twice, and `.` is `_`."""
    return "NEO4J_" + setting.replace("_", "__").replace(".", "_")
