"""The local server's jars: named in neo4j.lock by coordinate and SHA-256, fetched, and verified before any launch."""

import fcntl
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from jgo.maven import MavenContext
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LOCK = Path(__file__).with_name("neo4j.lock")
THREADS = 8


class JarFault(Exception):
    """A jar that is not what the lock says, or cannot be had; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Jar:
    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str

    @property
    def file_name(self) -> str:
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.jar"


def locked_jars(lock: Path = LOCK) -> list[Jar]:
    lines = (line for line in lock.read_text().splitlines() if line and not line.startswith("#"))
    return [_jar(line) for line in lines]


def _jar(line: str) -> Jar:
    coordinate, sha256 = line.split()
    group, artifact, version, *classifier = coordinate.split(":")
    return Jar(group, artifact, version, "".join(classifier), sha256)


def have_jars(folder: Path, lock: Path = LOCK, show: bool = True) -> Path:
    """The folder `folder`/jars with every locked jar in it, each verified, and nothing else; fetches what is missing.

    Raises JarFault. A file reaches that folder only once verified, so a fetch that was cut off leaves
    nothing half done there, and the next run fetches only the rest.
    """
    jars, ready = locked_jars(lock), folder / "jars"
    ready.mkdir(parents=True, exist_ok=True)
    with one_at_a_time(folder / "fetching.lock"):
        _drop_unlisted(jars, ready)
        _refuse_wrong([jar for jar in jars if (ready / jar.file_name).exists()], ready)
        if missing := [jar for jar in jars if not (ready / jar.file_name).exists()]:
            _fetch(missing, folder, ready, show)
    return ready


@contextmanager
def one_at_a_time(lock: Path) -> Generator[None]:
    """Wait for any other run that is in here. The lock is gone with its process, however that ends."""
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _drop_unlisted(jars: list[Jar], ready: Path) -> None:
    """Java takes every jar of the folder: one that the lock does not name would run without being verified."""
    listed = {jar.file_name for jar in jars}
    for file in ready.iterdir():
        if file.is_file() and file.name not in listed:
            file.unlink()


def _refuse_wrong(jars: list[Jar], ready: Path) -> None:
    """Every file is hashed before every launch: 152 MB take about 0.2 s."""
    wrong = [jar.file_name for jar in jars if digest(ready / jar.file_name) != jar.sha256]
    for name in wrong:
        (ready / name).unlink()
    if wrong:
        raise JarFault(
            f"{', '.join(wrong)}: not the file that neo4j.lock names, so it was deleted and nothing was started. "
            "Somebody changed it, or the disk did: find out which, then run the same command again to fetch it anew"
        )


def digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _fetch(missing: list[Jar], folder: Path, ready: Path, show: bool) -> None:
    context = MavenContext(repo_cache=folder / "fetching", timeout=60)
    columns = (TextColumn("Fetching Neo4j"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    pool = ThreadPoolExecutor(THREADS)
    try:
        with Progress(*columns, disable=not show) as progress:
            task = progress.add_task("jars", total=len(missing))
            for done in as_completed([pool.submit(_fetch_one, context, jar, ready) for jar in missing]):
                done.result()
                progress.advance(task)
    finally:
        # On Ctrl-C the waiting fetches are dropped, and the few under way end before another run may begin.
        pool.shutdown(cancel_futures=True)


def _fetch_one(context: MavenContext, jar: Jar, ready: Path) -> None:
    artifact = context.project(jar.group, jar.artifact).at_version(jar.version).artifact(classifier=jar.classifier)
    half = artifact.cached_path
    if half is not None:
        half.unlink(missing_ok=True)  # an earlier run was cut off here: jgo would take it for whole
    try:
        fetched = artifact.resolve()
    except (RuntimeError, OSError) as fault:
        raise JarFault(
            f"{jar.file_name} could not be fetched ({type(fault).__name__}). Check the network and any mirror "
            "settings, then run the same command again: it goes on where it stopped"
        ) from fault
    if digest(fetched) != jar.sha256:
        fetched.unlink()
        raise JarFault(
            f"{jar.file_name}: what was fetched is not the file that neo4j.lock names. It was deleted and nothing "
            "was started. If a mirror is in use, ask whoever runs it"
        )
    fetched.replace(ready / jar.file_name)
