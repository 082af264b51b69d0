"""A real Neo4j Community as a child process: for the demo, the tests, and a service on one machine.

Loopback only, with a password of its own, calling nobody. The folder's lock is held by the server process
itself (an inherited flock), so it is right after any crash, and a stale pid file means nothing.
"""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from types import MappingProxyType

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError
from rich.console import Console

from graph_service.graph.connection import Connection, driver_settings
from graph_service.graph.jars import LOCK, have_jars, one_at_a_time
from graph_service.graph.java import Java, fitting_java

RELEASE = "2026.08.1"
START_SECONDS = 120.0
STOP_SECONDS = 40.0
RECORD_SECONDS = 180.0  # a JVM that records itself ends only when a second one has written the cache
LOCK_SECONDS = 1.0  # whoever only looks whether the lock is free holds it for a moment
DEFAULT_PORT = 7687
STARTED = b" Started.\n"  # in the server's log once Bolt is open
PORT_TAKEN = ("Address already in use", "PortBindException")  # in it where somebody took the port meanwhile
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "graph-service" / f"neo4j-{RELEASE}"

# What any server that this service uses should be set to, wherever it runs (docs/operations.md).
NEEDED = {
    "db.lock.acquisition.timeout": "2s",
    "db.transaction.timeout": "180s",
    "db.transaction.bookmark_ready_timeout": "2s",
    # Nothing calls home, announces itself, or reads files and addresses named in a query.
    "dbms.usage_report.enabled": "false",
    "dbms.fleet_manager.enabled": "false",
    "server.fleet_discovery.enabled": "false",
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
}

# When this process ends in any way, even killed, its end of the pipe closes: then the watcher ends the server.
# (PR_SET_PDEATHSIG is tied to the thread that started the child, which may end long before the process.)
WATCHER = """
cat >/dev/null
grep -qsF -- "$2" "/proc/$1/cmdline" || exit 0
kill -TERM "$1" 2>/dev/null
for _ in $(seq 100); do kill -0 "$1" 2>/dev/null || exit 0; sleep 0.1; done
grep -qsF -- "$2" "/proc/$1/cmdline" && kill -KILL "$1"
"""


class LocalServerFault(Exception):
    """The local server cannot start or stop; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What every launch needs: the verified jars, a Java, and the start-up cache if there is one."""

    jars: Path
    java: Java
    start_cache: Path | None


def prepare(cache: Path = CACHE, *, show: bool = True, record: bool = False) -> Prepared:
    """Fetch and verify; with `record` also make the start-up cache (about 25 s, once). Raises JarFault."""
    jars, java = have_jars(cache, show=show), fitting_java()
    if not java.records_cache:
        return Prepared(jars, java, None)
    kept = cache / f"start-{java.major}-{_fits(java)}.aot"
    if record:
        with one_at_a_time(cache / "recording.lock"):
            if not _is_good(kept, jars):
                _record_start_cache(Prepared(jars, java, None), kept, show)
    return Prepared(jars, java, kept if _is_good(kept, jars) else None)


def _fits(java: Java) -> str:
    """Changes with the jars, the place of the Java, and its exact version: a cache fits none but its own."""
    return sha256(LOCK.read_bytes() + str(java.home).encode() + (java.home / "release").read_bytes()).hexdigest()[:12]


def _is_good(kept: Path, jars: Path) -> bool:
    """Java ignores a cache, without a word, once a jar was fetched again: the folder is then younger than it."""
    return kept.exists() and kept.stat().st_mtime > jars.stat().st_mtime


def _record_start_cache(prepared: Prepared, kept: Path, show: bool) -> None:
    """Start and stop once on an empty store that is thrown away. Whatever goes wrong, the plain start remains."""
    if show:
        Console(stderr=True).print("Recording Neo4j's start, so that later ones take half as long: about 25 seconds")
    draft = kept.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as empty, contextlib.suppress(LocalServerFault, OSError):
        server = LocalServer(Path(empty), prepared=prepared, extra=[f"-XX:AOTCacheOutput={draft}"])
        server.start()
        server.stop(within=RECORD_SECONDS)
        draft.replace(kept)
    draft.unlink(missing_ok=True)


class LocalServer:
    """One server on one folder, which holds its data, settings, logs and password.

    `tls` is a folder with private.key, public.crt (for 127.0.0.1) and ca.crt (PEM): then Bolt is always encrypted.
    `settings` are Neo4j's own, by name, over those that are written here.
    """

    def __init__(
        self,
        folder: Path,
        *,
        heap: str = "1g",
        page_cache: str = "512m",
        http: bool = False,
        port: int = DEFAULT_PORT,
        prepared: Prepared | None = None,
        extra: list[str] | None = None,
        tls: Path | None = None,
        settings: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.folder = folder.resolve()
        self._tls, self._more = tls, settings
        self._heap, self._page_cache, self._http, self._port = heap, page_cache, http, port
        self._prepared = prepared
        self._extra = extra or []
        self._lifeline: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    def __enter__(self) -> Connection:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            self.stop()

    def running(self) -> Connection | None:
        """Where the server of this folder answers, or None where none does (yet)."""
        state = self._state()
        return self._connection(state["port"]) if state and state["ready"] and not self._is_free() else None

    def pid(self) -> int | None:
        state = self._state()
        return state["pid"] if state and not self._is_free() else None

    def http_port(self) -> int | None:
        state = self._state()
        return state["http"] if state else None

    def start(self, *, detached: bool = False) -> Connection:
        """Start, and wait until Bolt answers; a server already running here is simply used, and not stopped.

        Raises LocalServerFault with the end of the server's log. A detached server outlives this process.
        """
        if found := self.running():
            return found
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)  # the store is not encrypted: nobody else on this machine reads its files
        prepared = self._prepared or prepare()
        lock = self._take_lock()
        try:
            self._run_file.unlink(missing_ok=True)  # what a crash left: its number may be another process by now
            self._have_password(prepared)
            return self._launch(prepared, lock, detached)
        finally:
            os.close(lock)  # the server holds it from here, or nobody

    def stop(self, within: float = STOP_SECONDS) -> None:
        """Stop the server of this folder, whoever started it; nothing where none runs. Raises LocalServerFault.

        After `within` seconds it is killed.
        """
        if (pid := self.pid()) is not None:
            _signal(pid, signal.SIGTERM)
            if not self._wait_until_free(within):
                _signal(pid, signal.SIGKILL)
            if not self._wait_until_free(STOP_SECONDS):
                raise LocalServerFault(f"process {pid} does not end; end it by hand, then try again")
            self._run_file.unlink(missing_ok=True)
        self._let_go()

    @property
    def _run_file(self) -> Path:
        return self.folder / "run.json"

    def _state(self) -> dict[str, int] | None:
        try:
            return json.loads(self._run_file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def _connection(self, port: int) -> Connection:
        scheme, ca_file = ("neo4j+s", self._tls / "ca.crt") if self._tls else ("neo4j", None)
        return Connection(f"{scheme}://127.0.0.1:{port}", "neo4j", self.password_file.read_text(), "neo4j", ca_file)

    def _take_lock(self) -> int:
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        until = time.monotonic() + LOCK_SECONDS
        while not _locked(lock):
            if time.monotonic() > until:
                os.close(lock)
                raise LocalServerFault(
                    f"another server is starting on {self.folder}; wait until it answers, then try again, "
                    "or name another folder"
                )
            time.sleep(0.02)
        return lock

    def _is_free(self) -> bool:
        if not (self.folder / "lock").exists():
            return True
        lock = os.open(self.folder / "lock", os.O_RDWR)
        try:
            return _locked(lock)
        finally:
            os.close(lock)

    def _wait_until_free(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self._child is not None:
                self._child.poll()  # collect it, or it stays as a zombie that holds nothing
            if self._is_free():
                return True
            time.sleep(0.05)
        return False

    def _have_password(self, prepared: Prepared) -> None:
        """A password of its own, in a file that only its owner can read, set before the first start."""
        if self.password_file.exists():
            return
        draft = self.folder / "password.draft"
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(token_urlsafe(24))
        self._write_settings(0, 0)
        # Java reads it from the file (@): on a command line every user of this machine could see it.
        command = [*self._java(prepared, "128m"), "org.neo4j.cli.AdminTool", "dbms", "set-initial-password"]
        done = subprocess.run([*command, "--", f"@{draft}"], env=self._environment(), capture_output=True, check=False)
        if done.returncode != 0:
            raise LocalServerFault(f"no password could be set: {done.stderr.decode(errors='replace')[-400:]}")
        draft.replace(self.password_file)

    def _launch(self, prepared: Prepared, lock: int, detached: bool) -> Connection:
        """Try the wished port first; where somebody takes it meanwhile, another one."""
        for wished in (self._port, 0, 0):
            port, http = _free_port(wished), _free_port(0) if self._http else 0
            self._write_settings(port, http)
            self._child = child = self._run(prepared, lock)
            self._watch(child.pid)
            self._note(child.pid, port, http, ready=False)
            try:
                answers = self._answers(child, port)
            except BaseException:  # Ctrl-C too: no server stays that nobody waits for
                self._give_up(child)
                raise
            if answers:
                self._note(child.pid, port, http, ready=True)
                if detached:
                    self._leave_running()
                return self._connection(port)
            self._give_up(child)
            if not any(sign in self._log.read_text(errors="replace") for sign in PORT_TAKEN):
                break
        raise LocalServerFault(f"Neo4j did not start. The end of {self._log}:\n{self._log_end()}")

    def _note(self, pid: int, port: int, http: int, *, ready: bool) -> None:
        draft = self._run_file.with_suffix(".draft")
        draft.write_text(json.dumps({"pid": pid, "port": port, "http": http, "ready": int(ready)}))
        draft.replace(self._run_file)

    def _run(self, prepared: Prepared, lock: int) -> subprocess.Popen[bytes]:
        cache = [f"-XX:AOTCache={prepared.start_cache}"] if prepared.start_cache and not self._extra else []
        command = [
            *self._java(prepared, self._heap),
            *self._extra,
            *cache,
            "org.neo4j.server.Neo4jCommunity",
            f"--home-dir={self.folder}",
            f"--config-dir={self.folder / 'conf'}",
            "--console-mode",
        ]
        # A session of its own: Ctrl-C reaches this process, which then stops the server in order.
        with self._log.open("wb") as log:
            return subprocess.Popen(  # verified jars, our own flags
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment(),
                start_new_session=True, pass_fds=[lock],
            )  # fmt: skip

    def _java(self, prepared: Prepared, heap: str) -> list[str]:
        return [str(prepared.java.executable), f"-Xmx{heap}", *prepared.java.flags(prepared.jars)]

    def _environment(self) -> dict[str, str]:
        return {"NEO4J_HOME": str(self.folder), "NEO4J_CONF": str(self.folder / "conf"), "LANG": "C.UTF-8"}

    def _watch(self, pid: int) -> None:
        ours, self._lifeline = os.pipe()
        self._watcher = subprocess.Popen(
            ["/bin/sh", "-c", WATCHER, "watcher", str(pid), str(self.folder)],
            stdin=ours, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(ours)

    def _answers(self, child: subprocess.Popen[bytes], port: int) -> bool:
        """False when the process ended instead. Raises LocalServerFault when it does neither in time.

        The server's own log comes first: who answers at the port may be somebody else, and must not get our password.
        """
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if child.poll() is not None:
                return False
            if STARTED in self._log.read_bytes() and self._lets_us_in(port):
                return True
            time.sleep(0.05)
        raise LocalServerFault(f"Neo4j did not answer in {START_SECONDS:.0f} s. See {self._log}")

    def _lets_us_in(self, port: int) -> bool:
        uri, username, password, _, ca_file = self._connection(port)
        try:
            with GraphDatabase.driver(**driver_settings(uri, username, password, ca_file)) as driver:
                driver.verify_connectivity()
        except AuthError as refused:
            raise LocalServerFault(
                f"the data in {self.folder} was made with another password than {self.password_file} holds. Put the "
                f"right one back; or, if nothing in it is needed, delete {self.folder} and start again"
            ) from refused
        except (DriverError, Neo4jError):
            return False
        return True

    def _leave_running(self) -> None:
        """Take the watcher away first: it would take the closing pipe for our death."""
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.wait()
        if self._lifeline is not None:
            os.close(self._lifeline)
        self._lifeline = self._child = self._watcher = None

    def _give_up(self, child: subprocess.Popen[bytes]) -> None:
        """End a server of ours that is not up. (`stop` waits for the lock, which we still hold ourselves.)"""
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
        self._let_go()
        self._run_file.unlink(missing_ok=True)

    def _let_go(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)
        if self._child is not None:
            self._child.wait()
        if self._watcher is not None:
            self._watcher.wait()
        self._lifeline = self._child = self._watcher = None

    @property
    def _log(self) -> Path:
        return self.folder / "console.log"

    def _log_end(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-15:])

    def _write_settings(self, port: int, http: int) -> None:
        (self.folder / "conf").mkdir(parents=True, exist_ok=True)
        settings = {
            "server.bolt.listen_address": f"127.0.0.1:{port}",
            "server.bolt.advertised_address": f"127.0.0.1:{port}",
            "server.http.enabled": "true" if http else "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": self._page_cache,
            "server.memory.heap.initial_size": "256m",
            "server.memory.heap.max_size": self._heap,
            **NEEDED,
            # Stopping waits for whoever is connected: without these, ten seconds for nobody.
            "db.shutdown_transaction_end_timeout": "1s",
            "internal.dbms.bolt.netty_server_shutdown_quiet_period_duration": "0s",
            "internal.dbms.bolt.netty_server_shutdown_timeout": "2s",
            "internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
            "internal.server.bolt.connection_shutdown_wait_time": "1s",
        }
        if http:
            settings["server.http.listen_address"] = f"127.0.0.1:{http}"
            settings["server.http.advertised_address"] = f"127.0.0.1:{http}"
        settings |= (_encrypted(self._tls) if self._tls else {}) | dict(self._more)
        lines = (f"{name}={value}\n" for name, value in settings.items())
        (self.folder / "conf" / "neo4j.conf").write_text("".join(lines))


def _encrypted(tls: Path) -> dict[str, str]:
    return {
        "server.bolt.tls_level": "REQUIRED",
        "dbms.ssl.policy.bolt.enabled": "true",
        "dbms.ssl.policy.bolt.base_directory": str(tls.resolve()),
        "dbms.ssl.policy.bolt.private_key": "private.key",
        "dbms.ssl.policy.bolt.public_certificate": "public.crt",
        "dbms.ssl.policy.bolt.client_auth": "NONE",
    }


def _free_port(wished: int) -> int:
    """The wished port if nobody has it, else one that the system gives."""
    for port in (wished, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # one just closed is free
            probe.bind(("127.0.0.1", port))
            return probe.getsockname()[1]
    raise LocalServerFault("no port is free on 127.0.0.1")


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _signal(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, what)
