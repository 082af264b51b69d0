"""Which Neo4j a run of the tests uses: asked for by name, or the first that can be had."""

import pytest

from tests import servers
from tests.servers import NAMES, as_variable, choose, why_no_container


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """No server is named, and where a Docker daemon would be nobody listens."""
    monkeypatch.delenv("NEO4J_URI", raising=False)
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")


class TestChoice:
    def test_a_named_server_comes_first(self, nowhere: None, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NEO4J_URI", "neo4j://db.example")

        assert choose(None) == "server"

    def test_without_a_daemon_it_is_the_local_server(self, nowhere: None) -> None:
        assert choose(None) == "local"

    @pytest.mark.parametrize("wanted", servers.CHOICES)
    def test_what_is_asked_for_is_used_or_refused_and_never_another(self, nowhere: None, wanted: str) -> None:
        if wanted == "local":
            assert choose(wanted) == "local"
        else:
            with pytest.raises(pytest.UsageError, match=f"--on {wanted}"):
                choose(wanted)

    def test_what_is_missing_is_said(self, nowhere: None) -> None:
        assert "no Docker daemon answers here" in (why_no_container() or "")
        with pytest.raises(pytest.UsageError, match=NAMES[2]):
            choose("server")

    def test_the_image_takes_settings_by_their_own_names(self) -> None:
        assert as_variable("db.transaction.bookmark_ready_timeout") == "NEO4J_db_transaction_bookmark__ready__timeout"


class TestImage:
    def test_one_that_the_daemon_does_not_have_is_named_and_not_pulled(self) -> None:
        if why := why_no_container():
            pytest.skip(why)

        assert "docker pull nobody/has-this" in (why_no_container("nobody/has-this:1") or "")
