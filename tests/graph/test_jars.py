"""The jars are what neo4j.lock says, whatever happened to the fetch or to the disk. Some small ones are fetched."""

import gc
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph_service.graph.jars import LOCK, Jar, JarFault, digest, have_jars, locked_jars

SMALL = ("org.neo4j:annotations:", "org.neo4j:neo4j-resource:", "org.neo4j:neo4j-unsafe:")
FETCH = """
import sys
from pathlib import Path
from graph_service.graph.jars import have_jars
have_jars(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """Three small jars of the real lock."""
    lines = [line for line in LOCK.read_text().splitlines() if line.startswith(SMALL)]
    assert len(lines) == len(SMALL)
    return written(tmp_path / "small.lock", lines)


def written(lock: Path, lines: list[str]) -> Path:
    lock.write_text("# some jars\n" + "\n".join(lines) + "\n")
    return lock


def verified(folder: Path, lock: Path) -> set[str]:
    return {
        jar.file_name
        for jar in locked_jars(lock)
        if (folder / "jars" / jar.file_name).exists() and digest(folder / "jars" / jar.file_name) == jar.sha256
    }


def names(lock: Path) -> set[str]:
    return {jar.file_name for jar in locked_jars(lock)}


def half_fetched(folder: Path, jar: Jar) -> Path:
    """Where the fetch writes a jar before it is verified, laid out as a Maven repository."""
    return folder.joinpath("fetching", *jar.group.split("."), jar.artifact, jar.version, jar.file_name)


class TestTheLock:
    def test_it_names_each_jar_by_coordinate_and_hash_and_no_host(self) -> None:
        lines = LOCK.read_text().splitlines()[1:]

        assert all(re.fullmatch(r"[\w.-]+:[\w.-]+:[\w.-]+(:[\w.-]+)? [0-9a-f]{64}", line) for line in lines)

    def test_no_two_jars_share_a_file_name(self) -> None:
        assert len(names(LOCK)) == len(locked_jars()) > 200


class TestFetching:
    def test_a_first_run_fetches_and_verifies_everything(self, tmp_path: Path, lock: Path) -> None:
        ready = have_jars(tmp_path, lock, show=False)

        assert {file.name for file in ready.iterdir()} == verified(tmp_path, lock) == names(lock)

    def test_a_second_run_fetches_only_what_is_missing(self, tmp_path: Path, lock: Path) -> None:
        lost, *kept = sorted(have_jars(tmp_path, lock, show=False).iterdir())
        before = [file.stat() for file in kept]
        lost.unlink()

        have_jars(tmp_path, lock, show=False)

        assert verified(tmp_path, lock) == names(lock)
        assert [(file.stat().st_ino, file.stat().st_mtime_ns) for file in kept] == [
            (was.st_ino, was.st_mtime_ns) for was in before
        ]

    def test_a_half_file_of_a_run_that_was_cut_off_is_never_taken_for_whole(self, tmp_path: Path, lock: Path) -> None:
        half = half_fetched(tmp_path, locked_jars(lock)[0])
        half.parent.mkdir(parents=True)
        half.write_bytes(b"PK\x03\x04 and then the line was cut")

        have_jars(tmp_path, lock, show=False)

        assert verified(tmp_path, lock) == names(lock)

    def test_a_run_that_is_killed_goes_on_where_it_stopped(self, tmp_path: Path) -> None:
        some = [line for line in LOCK.read_text().splitlines() if line.startswith("org.neo4j:neo4j-")][:24]
        lock = written(tmp_path / "some.lock", some)
        run = subprocess.Popen([sys.executable, "-c", FETCH, str(tmp_path), str(lock)], stdout=subprocess.DEVNULL)
        until_true(lambda: run.poll() is not None or any((tmp_path / "jars").glob("*.jar")))
        run.kill()
        run.wait()
        kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "jars").iterdir()}

        have_jars(tmp_path, lock, show=False)

        assert verified(tmp_path, lock) == names(lock)
        assert {file: file.stat().st_mtime_ns for file in kept} == kept

    def test_two_runs_at_once_do_not_spoil_each_other(self, tmp_path: Path, lock: Path) -> None:
        with ThreadPoolExecutor(2) as both:
            runs = [both.submit(have_jars, tmp_path, lock, False) for _ in range(2)]

            assert {run.result() for run in runs} == {tmp_path / "jars"}
        assert verified(tmp_path, lock) == names(lock)

    @pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # jgo leaves a 404's socket open
    def test_a_jar_that_cannot_be_had_is_named_with_what_to_do(self, tmp_path: Path) -> None:
        lock = written(tmp_path / "absent.lock", [f"org.neo4j:no-such-thing:2026.08.1 {'0' * 64}"])

        with pytest.raises(JarFault) as refused:
            have_jars(tmp_path, lock, show=False)
        said = str(refused.value)
        del refused
        gc.collect()  # here, so that the socket's warning is this test's and not another's

        assert said.startswith("no-such-thing-2026.08.1.jar could not be fetched")
        assert "run the same command again" in said


class TestAWrongHash:
    def test_a_changed_file_is_named_deleted_and_refused(self, tmp_path: Path, lock: Path) -> None:
        changed = tmp_path / "jars" / locked_jars(lock)[0].file_name
        changed.parent.mkdir()
        changed.write_bytes(b"somebody else's code")

        with pytest.raises(JarFault, match=re.escape(changed.name)) as refused:
            have_jars(tmp_path, lock, show=False)

        assert not changed.exists()
        assert "run the same command again" in str(refused.value)

    def test_after_the_refusal_it_is_fetched_anew(self, tmp_path: Path, lock: Path) -> None:
        changed = tmp_path / "jars" / locked_jars(lock)[0].file_name
        changed.parent.mkdir()
        changed.write_bytes(b"somebody else's code")
        with pytest.raises(JarFault):
            have_jars(tmp_path, lock, show=False)

        have_jars(tmp_path, lock, show=False)

        assert verified(tmp_path, lock) == names(lock)

    def test_a_registry_that_sends_another_file_is_refused_and_nothing_of_it_stays(self, tmp_path: Path) -> None:
        line = next(line for line in LOCK.read_text().splitlines() if line.startswith(SMALL[0]))
        lock = written(tmp_path / "wrong.lock", [line.split()[0] + " " + "0" * 64])
        jar = locked_jars(lock)[0]

        with pytest.raises(JarFault, match=re.escape(jar.file_name)):
            have_jars(tmp_path, lock, show=False)

        assert list((tmp_path / "jars").iterdir()) == []
        assert not half_fetched(tmp_path, jar).exists()

    def test_a_jar_that_the_lock_does_not_name_never_reaches_java(self, tmp_path: Path, lock: Path) -> None:
        stray = tmp_path / "jars" / "helpful-plugin.jar"
        stray.parent.mkdir()
        stray.write_bytes(b"unverified")

        ready = have_jars(tmp_path, lock, show=False)

        assert {file.name for file in ready.iterdir()} == names(lock)


def until_true(condition: Callable[[], bool], within: float = 30.0) -> None:
    until = time.monotonic() + within
    while not condition():
        assert time.monotonic() < until, f"not within {within} s"
        threading.Event().wait(0.005)
