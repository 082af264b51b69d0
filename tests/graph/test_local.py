"""The local server does what it promises: on its own, beside others, and after every kind of bad end."""

import fcntl
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2
import psutil
import pytest
from neo4j import Auth, Driver, GraphDatabase, basic_auth
from neo4j.exceptions import AuthError, Neo4jError

from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, LocalServerFault, Prepared, prepare

HEAP = "512m"
GONE_SECONDS = 30.0
HOLD = """
import signal, sys
from pathlib import Path
from graph_service.graph.local import LocalServer
with LocalServer(Path(sys.argv[1]), heap="512m"):
    print("up", flush=True)
    signal.pause()
"""
LEAVE = """
import sys
from pathlib import Path
from graph_service.graph.local import LocalServer
print(LocalServer(Path(sys.argv[1]), heap="512m").start(detached=True).uri)
"""


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return prepare(record=True)


@pytest.fixture(scope="module")
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        yield somebody.getsockname()[1]


@pytest.fixture(scope="module")
def local(prepared: Prepared, taken: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """A running server that had wished for a taken port."""
    server = LocalServer(tmp_path_factory.mktemp("local"), prepared=prepared, heap=HEAP, http=True, port=taken)
    with server:
        yield server


@pytest.fixture(scope="module")
def once_used(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that ran and was stopped."""
    folder = tmp_path_factory.mktemp("once") / "used"
    with LocalServer(folder, prepared=prepared, heap=HEAP):
        pass
    return folder


@pytest.fixture
def used(once_used: Path, tmp_path: Path) -> Path:
    return shutil.copytree(once_used, tmp_path / "used")


def connection_of(server: LocalServer) -> Connection:
    found = server.running()
    assert found is not None
    return found


def signed_in(connection: Connection, auth: Auth | None = None) -> Driver:
    known = basic_auth(connection.username, connection.password)
    return GraphDatabase.driver(connection.uri, auth=auth or known, notifications_min_severity="OFF")


def process_of(server: LocalServer) -> psutil.Process:
    pid = server.pid()
    assert pid is not None
    return psutil.Process(pid)


def is_gone(process: psutil.Process) -> bool:
    """A zombie that its new parent has not collected yet is gone too."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def until_true(condition: Callable[[], object], within: float = GONE_SECONDS) -> None:
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until, f"not within {within} s"
        threading.Event().wait(0.02)


def holding(folder: Path) -> subprocess.Popen[str]:
    """Another process, with a terminal session of its own, that starts a server and keeps it."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )


@pytest.mark.graph
class TestSignIn:
    def test_only_the_owner_of_the_folder_reads_the_password_and_the_data(self, local: LocalServer) -> None:
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (local.password_file, local.folder)]

        assert modes == [0o600, 0o700]

    def test_the_password_stands_in_no_other_file_and_on_no_command_line(self, local: LocalServer) -> None:
        password = connection_of(local).password.encode()
        texts = [file for file in local.folder.rglob("*") if file.suffix in {".log", ".conf", ".json", ".ini"}]

        assert len(password) >= 32
        assert len(texts) >= 3
        assert not [file for file in texts if password in file.read_bytes()]
        assert password.decode() not in " ".join(process_of(local).cmdline())

    def test_a_wrong_password_is_refused(self, local: LocalServer) -> None:
        with signed_in(connection_of(local), basic_auth("neo4j", "neo4j")) as driver, pytest.raises(AuthError):
            driver.verify_connectivity()

    def test_nobody_gets_in_without_signing_in(self, local: LocalServer) -> None:
        with GraphDatabase.driver(connection_of(local).uri) as driver, pytest.raises(AuthError):
            driver.verify_connectivity()

    def test_a_password_that_does_not_fit_the_data_is_said_and_no_server_stays(
        self, used: Path, prepared: Prepared
    ) -> None:
        (used / "password").write_text("of-another-folder")
        server = LocalServer(used, prepared=prepared, heap=HEAP)

        with pytest.raises(LocalServerFault, match="another password"):
            server.start()

        assert server.pid() is None

    def test_the_password_is_not_shown_where_the_connection_is_printed(self, local: LocalServer) -> None:
        connection = connection_of(local)

        assert connection.password not in f"{connection} {connection!r}"


@pytest.mark.graph
class TestWhereItListens:
    def test_on_loopback_only_and_on_two_ports_only(self, local: LocalServer) -> None:
        listening = [
            where.laddr
            for where in process_of(local).net_connections(kind="inet")
            if where.status == psutil.CONN_LISTEN
        ]

        assert {where.ip.removeprefix("::ffff:") for where in listening} == {"127.0.0.1"}
        assert {where.port for where in listening} == {port_of(connection_of(local)), local.http_port()}

    def test_a_taken_port_is_left_to_whoever_has_it(self, local: LocalServer, taken: int) -> None:
        assert port_of(connection_of(local)) != taken

    def test_the_driver_is_routed_to_the_port_it_really_has(self, local: LocalServer) -> None:
        connection = connection_of(local)

        with signed_in(connection) as driver:
            summary = driver.execute_query("RETURN 1 AS one", database_=connection.database).summary

        assert connection.uri.startswith("neo4j://")
        assert summary.server.address[1] == port_of(connection)

    def test_http_is_there_where_asked_for(self, local: LocalServer) -> None:
        connection = connection_of(local)

        answer = httpx2.post(
            f"http://127.0.0.1:{local.http_port()}/db/neo4j/query/v2",
            json={"statement": "RETURN 6 * 7 AS answer"},
            auth=(connection.username, connection.password),
        )

        assert answer.json()["data"]["values"] == [[42]]


def port_of(connection: Connection) -> int:
    return int(connection.uri.rpartition(":")[2])


@pytest.mark.graph
class TestWhatItNeverDoes:
    def test_it_reads_no_file_that_a_query_names(self, local: LocalServer, tmp_path: Path) -> None:
        secret = tmp_path / "secret.csv"
        secret.write_text("a,b\n")

        with pytest.raises(Neo4jError, match=r"(?i)not allowed|disabled|configuration"):
            loaded(local, secret.as_uri())

    def test_it_asks_no_address_that_a_query_names(self, local: LocalServer) -> None:
        with csv_server() as (address, asked), pytest.raises(Neo4jError, match=r"(?i)block"):
            loaded(local, address)

        assert asked == []

    def test_it_calls_nobody_and_every_limit_is_in_force(self, local: LocalServer) -> None:
        with signed_in(connection_of(local)) as driver:
            rows = driver.execute_query("SHOW SETTINGS YIELD name, value", database_="neo4j").records
        settings = {row["name"]: row["value"] for row in rows}

        wanted = {
            "dbms.usage_report.enabled": "false",
            "dbms.fleet_manager.enabled": "false",
            "server.fleet_discovery.enabled": "false",
            "dbms.security.allow_csv_import_from_file_urls": "false",
            "dbms.security.auth_enabled": "true",
            "server.config.strict_validation.enabled": "true",
            "server.https.enabled": "false",
            "db.lock.acquisition.timeout": "2s",
            "db.transaction.timeout": "3m",
            "db.transaction.bookmark_ready_timeout": "2s",
        }

        assert {name: settings.get(name) for name in wanted} == wanted

    def test_no_setting_of_ours_is_deprecated(self, local: LocalServer) -> None:
        assert "deprecated" not in (local.folder / "console.log").read_text()


def loaded(server: LocalServer, address: str) -> None:
    connection = connection_of(server)
    with signed_in(connection) as driver:
        driver.execute_query("LOAD CSV FROM $address AS row RETURN row", address=address, database_="neo4j")


class csv_server:  # reads as a verb: with csv_server() as (address, asked)
    """A real HTTP server that would give a CSV file, and notes who asked."""

    def __enter__(self) -> tuple[str, list[str]]:
        asked: list[str] = []

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"a,b\n")

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the console."""

        self._server = HTTPServer(("127.0.0.1", 0), Answer)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}/a.csv", asked

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class TestTheFolder:
    def test_a_second_server_on_one_folder_is_refused_and_the_folder_named(
        self, tmp_path: Path, prepared: Prepared
    ) -> None:
        with (tmp_path / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

            with pytest.raises(LocalServerFault, match=re.escape(str(tmp_path))):
                LocalServer(tmp_path, prepared=prepared).start()

    def test_a_folder_where_nothing_ever_ran_is_stopped(self, tmp_path: Path) -> None:
        server = LocalServer(tmp_path / "new")

        server.stop()

        assert (server.running(), server.pid(), server.http_port()) == (None, None, None)

    def test_a_note_that_was_cut_off_is_no_note(self, tmp_path: Path) -> None:
        (tmp_path / "run.json").write_text('{"pid": 1')

        assert LocalServer(tmp_path).running() is None

    def test_stopping_never_harms_the_process_that_has_a_stale_number(self, tmp_path: Path) -> None:
        with bystander() as somebody:
            (tmp_path / "lock").touch()
            (tmp_path / "run.json").write_text(json.dumps({"pid": somebody.pid, "port": 7687, "http": 0, "ready": 1}))

            LocalServer(tmp_path).stop()

            with pytest.raises(subprocess.TimeoutExpired):
                somebody.wait(0.2)

    @pytest.mark.graph
    def test_after_a_crash_it_starts_again_with_its_data(self, used: Path, prepared: Prepared) -> None:
        server = LocalServer(used, prepared=prepared, heap=HEAP)
        with signed_in(server.start()) as driver:
            driver.execute_query("CREATE (:Kept)", database_="neo4j")
        process_of(server).kill()
        until_true(lambda: server.running() is None)

        with LocalServer(used, prepared=prepared, heap=HEAP) as connection, signed_in(connection) as driver:
            kept = driver.execute_query("MATCH (n:Kept) RETURN count(n) AS n", database_="neo4j").records

        assert kept[0]["n"] == 1
        server.stop()

    @pytest.mark.graph
    def test_a_java_that_cannot_start_is_said_with_the_end_of_its_log(self, used: Path, prepared: Prepared) -> None:
        with pytest.raises(LocalServerFault, match=r"(?s)did not start.*heap"):
            LocalServer(used, prepared=prepared, heap="1k").start()


class bystander:  # reads as a noun: with bystander() as somebody
    """A process that has nothing to do with us."""

    def __enter__(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(["sleep", "300"])
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


@pytest.mark.graph
class TestTwoAtOnce:
    def test_each_has_a_folder_and_a_port_of_its_own_though_both_wish_for_one(
        self, prepared: Prepared, once_used: Path, tmp_path: Path
    ) -> None:
        folders = [shutil.copytree(once_used, tmp_path / name) for name in ("one", "two")]
        with socket.create_server(("127.0.0.1", 0)) as probe:
            wished = probe.getsockname()[1]
        servers = [LocalServer(folder, prepared=prepared, heap=HEAP, port=wished) for folder in folders]

        with ThreadPoolExecutor(2) as both:
            ports = {port_of(connection) for connection in both.map(LocalServer.start, servers)}

        assert len(ports) == 2
        assert wished in ports
        for server in servers:
            server.stop()


@pytest.mark.graph
class TestTheEndOfItsParent:
    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT], ids=lambda how: how.name)
    def test_the_server_stops_in_order_with_it(self, used: Path, how: signal.Signals) -> None:
        parent = holding(used)
        assert parent.stdout is not None
        assert parent.stdout.readline() == "up\n"
        process = process_of(LocalServer(used))

        os.killpg(parent.pid, how)

        until_true(lambda: is_gone(process))
        assert "Stopped." in (used / "console.log").read_text()
        parent.communicate()

    def test_it_goes_too_when_the_parent_is_killed_while_starting(self, used: Path) -> None:
        parent = holding(used)
        until_true(lambda: LocalServer(used).pid())
        process = process_of(LocalServer(used))

        parent.kill()

        until_true(lambda: is_gone(process))
        assert LocalServer(used).running() is None
        parent.communicate()


@pytest.mark.graph
class TestDetached:
    def test_it_outlives_its_command_and_is_used_but_not_stopped_by_others(self, used: Path) -> None:
        command = subprocess.run([sys.executable, "-c", LEAVE, str(used)], capture_output=True, text=True, check=True)
        server = LocalServer(used)
        process = process_of(server)

        with LocalServer(used) as connection:
            assert connection.uri == command.stdout.strip()
        assert server.running() == connection

        server.stop()
        until_true(lambda: is_gone(process))
        assert server.running() is None


@pytest.mark.graph
class TestTheStartUpCache:
    def test_it_is_used_where_java_can(self, local: LocalServer, prepared: Prepared) -> None:
        flags = [flag for flag in process_of(local).cmdline() if flag.startswith("-XX:AOTCache=")]

        assert flags == ([f"-XX:AOTCache={prepared.start_cache}"] if prepared.java.records_cache else [])

    def test_a_spoilt_one_only_makes_the_start_slower(self, used: Path, prepared: Prepared, tmp_path: Path) -> None:
        spoilt = tmp_path / "spoilt.aot"
        spoilt.write_bytes(b"not a cache" * 1000)

        with LocalServer(used, prepared=Prepared(prepared.jars, prepared.java, spoilt), heap=HEAP) as connection:
            assert connection.uri

    def test_one_older_than_the_jars_is_not_used(self, prepared: Prepared, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        shutil.copytree(prepared.jars, cache / "jars", copy_function=os.link)
        old = cache / (prepared.start_cache.name if prepared.start_cache else "start-25.aot")
        old.write_bytes(b"recorded with other jars")
        os.utime(old, (0, 0))

        assert prepare(cache, show=False).start_cache is None
