"""The processes that answer at one port, and one port beside it that says how they are."""

import os
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from multiprocessing import connection as pipes
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess

import structlog
import uvicorn
from fastapi import FastAPI

from graph_service.app import create_app
from graph_service.commands.logs import log_for_service, log_uncaught_faults
from graph_service.graph.connection import Connection
from graph_service.settings import Settings
from graph_service.web.monitor import monitor_app
from graph_service.web.service import State

STOP_SECONDS = 10.0
FINISH_SECONDS = 8  # of these, for requests in flight; the rest is for closing the database's connections
MARGIN_SECONDS = 1.0
# A process begun anew, not a copy of this one: a copy of a process with threads may hang.
spawned = get_context("spawn")
log = structlog.get_logger("process")


class PortTaken(Exception):
    """Somebody else listens there; the sentence says which setting names another."""


@dataclass
class Worker:
    """`reports` brings each new state; `alive` is held open as long as this process lives, and closes with it."""

    process: SpawnProcess
    reports: pipes.Connection
    alive: pipes.Connection
    state: State = field(default_factory=State)
    was_ready: bool = False


class Workers:
    """As many as the settings say, all listening at one socket."""

    def __init__(self, settings: Settings, connection: Connection, listening: socket.socket) -> None:
        self._settings, self._connection, self._listening = settings, connection, listening
        self._workers: list[Worker] = []
        self._hears, self._told = spawned.Pipe(duplex=False)
        self._checked = False  # by the first, of the database
        self._stop_by: float | None = None
        self._failed = False

    def states(self) -> list[State]:
        """Of those too that have not begun yet."""
        states = [worker.state for worker in self._workers]
        return states + [State()] * (self._settings.workers - len(states))

    def run(self) -> bool:
        """Until told to stop, or until one refuses or ends before it was ever ready. False where that is so.

        The first checks the database and has it plan every statement; the others begin when it is ready.
        """
        self._workers.append(self._started(0))
        while self._workers:
            self._wait()
            for worker in list(self._workers):
                self._hear(worker)
                if not worker.process.is_alive():
                    self._ended(worker)
            self._begin_the_others()
        return not self._failed

    def _begin_the_others(self) -> None:
        if self._stop_by is None and self._checked:
            for number in range(len(self._workers), self._settings.workers):
                self._workers.append(self._started(number))

    def stop(self) -> None:
        """From a signal's handler, at any moment: so it only leaves word."""
        self._told.send(None)

    def _begin_to_stop(self) -> None:
        """Nobody new comes in; each finishes what it has begun, and whatever is left after ten seconds is ended."""
        if self._stop_by is None:
            self._stop_by = time.monotonic() + STOP_SECONDS - MARGIN_SECONDS
            self._listening.close()
            for worker in self._workers:
                worker.process.terminate()

    def _started(self, number: int) -> Worker:
        # Changes are followed by one of them: more would do the same work again.
        settings = self._settings if number == 0 else self._settings.model_copy(update={"signals_seconds": 0.0})
        heard, reports = spawned.Pipe(duplex=False)
        alive, held = spawned.Pipe(duplex=False)
        arguments = (settings, self._connection, self._listening, reports, alive, self._checked)
        process = spawned.Process(target=work, args=arguments, name=f"worker-{number}")
        process.start()
        reports.close()  # theirs alone: or its end would never be heard
        alive.close()
        return Worker(process, heard, held)

    def _wait(self) -> None:
        ends = [worker.process.sentinel for worker in self._workers]
        words = [worker.reports for worker in self._workers if not worker.reports.closed]
        left = None if self._stop_by is None else max(0.0, self._stop_by - time.monotonic())
        said = pipes.wait([*ends, *words, self._hears], left)
        if self._hears in said:
            self._hears.recv()
            self._begin_to_stop()
        elif not said:  # the time is over
            for worker in self._workers:
                worker.process.kill()
                worker.process.join()

    def _hear(self, worker: Worker) -> None:
        try:
            while not worker.reports.closed and worker.reports.poll():
                worker.state = worker.reports.recv()
                worker.was_ready |= worker.state.ready
                self._checked |= worker.state.ready
        except EOFError:
            worker.reports.close()
        if worker.state.refused and not self._failed:
            self._failed = True
            self._begin_to_stop()

    def _ended(self, worker: Worker) -> None:
        """Started anew, unless all are to stop; one that was never ready would only end again."""
        place = self._workers.index(worker)
        worker.process.join()
        worker.reports.close()
        worker.alive.close()
        if self._stop_by is not None:
            self._workers.remove(worker)
            return
        log.error("worker ended", exit_code=worker.process.exitcode, pid=worker.process.pid)
        if worker.was_ready:
            self._workers[place] = self._started(place)
        else:
            self._workers.remove(worker)
            self._failed = True
            self._begin_to_stop()


def work(
    settings: Settings,
    connection: Connection,
    listening: socket.socket,
    reports: pipes.Connection,
    alive: pipes.Connection,
    checked: bool,
) -> None:
    """One worker, whole: until it is told to stop, or the process that began it has gone."""
    import_module("graph_service.__main__")  # which reads every command, so that each query file has its handle
    os.setpgrp()  # Ctrl-C is for the process that began this one, which then stops all in order
    log_for_service()
    log_uncaught_faults()
    server = server_of(create_app(settings, connection, tell=reports.send, checked=checked), settings)
    threading.Thread(target=_end_with, args=(alive, server), daemon=True).start()
    server.run(sockets=[listening])


def server_of(app: FastAPI, settings: Settings) -> uvicorn.Server:
    """Only a named proxy is believed where a request came from, and nothing is logged but by us."""
    return uvicorn.Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=FINISH_SECONDS,
            proxy_headers=bool(settings.proxies), forwarded_allow_ips=settings.proxies, root_path=settings.root_path,
        )
    )  # fmt: skip


def _end_with(alive: pipes.Connection, server: uvicorn.Server) -> None:
    pipes.wait([alive])  # nothing is ever sent: it is heard when the other end closes
    server.should_exit = True


def serve_until_stopped(settings: Settings, connection: Connection) -> bool:
    """Serve, and watch, until SIGTERM or Ctrl-C. False where the service must not run. Raises PortTaken."""
    with (
        tempfile.TemporaryDirectory(prefix="graph-service-") as folder,
        _listening(settings.host, settings.port, "GRAPH_SERVICE_PORT") as listening,
        _listening(settings.monitor_host, settings.monitor_port, "GRAPH_SERVICE_MONITOR_PORT") as beside,
    ):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # before any worker begins, which then counts there
        workers = Workers(settings, connection, listening)
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: workers.stop())
        with _watched(workers, beside, folder):
            log.info("listening", port=listening.getsockname()[1], monitor_port=beside.getsockname()[1])
            return workers.run()


@contextmanager
def _watched(workers: Workers, beside: socket.socket, folder: str) -> Generator[None]:
    config = uvicorn.Config(
        monitor_app(workers.states, folder), log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [beside]}, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(STOP_SECONDS)


@contextmanager
def _listening(host: str, port: int, setting: str) -> Generator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as fault:
            raise PortTaken(f"nothing can listen at {host}:{port} ({fault.strerror}): set {setting}") from fault
        listening.listen(2048)
        yield listening
