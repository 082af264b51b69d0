"""The service as its operators run it: a process of its own, and what it says on standard error."""

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx2

from graph_service.graph.connection import Connection
from tests.commands.test_commands import COMMAND, HERE, environment
from tests.conftest import PATIENCE


@dataclass
class Serving:
    """`with Serving(...)`: ready inside; ended after, in whatever state it is then."""

    state: Path
    server: Connection
    settings: dict[str, str]

    def __enter__(self) -> Self:
        self._log = self.state / "service.log"
        chosen = {"GRAPH_SERVICE_PORT": "0", "GRAPH_SERVICE_MONITOR_PORT": "0"} | self.settings
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve"], cwd=HERE, env=environment(self.state, self.server, **chosen), stderr=log
            )
        self.client = self.monitor = httpx2.Client()
        try:
            self._come_up()
        except BaseException:  # Ctrl-C too: no process stays that nobody waits for
            self.__exit__()
            raise
        return self

    def _come_up(self) -> None:
        until(lambda: self._listening() is not None or self.process.poll() is not None)
        listening = self._listening()
        assert listening, self._log.read_text()
        self.port, monitor_port = listening["port"], listening["monitor_port"]
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=90)
        self.monitor = httpx2.Client(base_url=f"http://127.0.0.1:{monitor_port}", timeout=90)
        until(self.is_ready)

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.monitor.close()
        if self.process.poll() is None:
            self.process.kill()  # its workers see it go, and end
            self.process.wait()

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self._log.read_text()
        return self.monitor.get("/health/ready").status_code == 200

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def lines(self) -> list[str]:
        return self._log.read_text().splitlines()

    def counted(self, sample: str) -> float:
        """One number of the metrics, 0 where it is not there (yet)."""
        found = re.search(rf"^{re.escape(sample)} (\S+)$", self.monitor.get("/metrics").text, re.M)
        return float(found[1]) if found else 0.0

    def _listening(self) -> dict | None:
        lines = (json.loads(line) for line in self.lines() if line.endswith("}"))
        return next((line for line in lines if line["event"] == "listening"), None)


def until(condition: Callable[[], bool], seconds: float = PATIENCE, pause: float = 0.05) -> None:
    """`pause` is between two looks, in seconds: longer where a look is itself a process."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        threading.Event().wait(pause)
