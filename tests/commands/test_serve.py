"""The service behind a proxy: several workers, whom it believes, where it is shown, and a port to watch it at."""

import re
from collections.abc import Iterator

import httpx2
import psutil
import pytest

from graph_service.graph.connection import Connection
from tests.commands.service import Serving, until
from tests.commands.test_commands import environment, run
from tests.conftest import SignedInAs, World

pytestmark = pytest.mark.graph

ROOT = "/who-is-around"
BROWSER = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def service(schema: Connection, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """Two workers, shown under a path by a proxy on this machine."""
    chosen = {"WORKERS": "2", "ROOT_PATH": ROOT, "PROXIES": "127.0.0.1"}
    named = {f"GRAPH_SERVICE_{name}": value for name, value in chosen.items()}
    with Serving(tmp_path_factory.mktemp("serve"), schema, named) as running:
        yield running


def signed_in_page(service: Serving) -> dict[str, str]:
    """A browser's headers after signing in as Amy and saying why: by hand, as a cookie's path is the proxy's."""
    answer = service.client.post("/sign-in", data={"subject": "amy.khan"}, headers=BROWSER)
    cookie = answer.headers["set-cookie"].partition(";")[0]
    chosen = service.client.post("/look", data={"purpose": "coordinate_support"}, headers=BROWSER | {"Cookie": cookie})
    return BROWSER | {"Cookie": chosen.headers["set-cookie"].partition(";")[0]}


class TestProxy:
    def test_a_named_proxy_is_believed_how_a_request_came(self, service: Serving) -> None:
        sent = {"Host": "index.example", "X-Forwarded-Proto": "https"}

        answer = service.client.get("/find/", headers=sent)

        assert answer.headers["location"] == f"https://index.example{ROOT}/find"

    def test_nobody_else_is(self, http: httpx2.Client) -> None:
        sent = {"Host": "index.example", "X-Forwarded-Proto": "https"}

        assert http.get("/find/", headers=sent).headers["location"] == "http://index.example/find"

    def test_every_address_on_a_page_begins_where_the_proxy_shows_it(self, service: Serving, world: World) -> None:
        headers, seen = signed_in_page(service), 0

        for page in ("/", "/find", "/my-children", "/loose-ends", f"/children/{world['ellis']}", "/nowhere"):
            answer = service.client.get(page, headers=headers)
            addresses = re.findall(r'(?:href|action|src|data-library)="(/[^"]*)"', answer.text)
            seen += len(addresses)

            assert [address for address in addresses if not address.startswith(f"{ROOT}/")] == [], page
        assert seen > 50

    def test_so_do_places_that_an_answer_names_and_the_cookie(self, service: Serving) -> None:
        answer = service.client.post("/sign-in", data={"subject": "amy.khan"}, headers=BROWSER)

        assert answer.headers["location"] == f"{ROOT}/"
        assert f"path={ROOT};" in answer.headers["set-cookie"]

    def test_what_a_page_needs_is_there_and_kept(self, service: Serving) -> None:
        page = service.client.get("/", headers=BROWSER).text
        sheet = re.search(rf'href="{ROOT}(/static/site.css[^"]*)"', page)
        assert sheet

        answer = service.client.get(sheet[1])

        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


class TestMonitor:
    def test_requests_and_statements_are_counted_by_name_over_all_workers(self, service: Serving, world: World) -> None:
        asked = 'graph_service_request_seconds_count{method="GET",route="/children/{child_id}",status="200"}'
        looked = 'graph_service_query_seconds_count{outcome="answered",query="networks/read_network"}'
        before = service.counted(asked), service.counted(looked)
        headers = signed_in_page(service)

        for _ in range(5):
            assert service.client.get(f"/children/{world['ellis']}", headers=headers).status_code == 200

        assert (service.counted(asked), service.counted(looked)) == (before[0] + 5, before[1] + 5)

    def test_numbers_and_reasons_are_told_at_that_port_only(self, service: Serving) -> None:
        assert service.client.get("/metrics").status_code == 404
        assert service.client.get("/health/ready").json() == {"ready": True}
        assert service.monitor.get("/health/ready").json() == {"ready": True, "reasons": []}
        assert service.monitor.get("/").status_code == 404

    def test_a_worker_that_dies_is_replaced(self, service: Serving, signed_in_as: SignedInAs) -> None:
        until(service.is_ready)
        lost, *_ = workers = workers_of(service)
        assert len(workers) == 2

        lost.kill()
        lost.wait()
        until(lambda: len(workers_of(service)) == 2 and service.counted("graph_service_ready_workers") == 2)

        assert lost.pid not in {worker.pid for worker in workers_of(service)}
        assert service.client.get("/health/live").status_code == 200


def workers_of(service: Serving) -> list[psutil.Process]:
    """Without the process by which Python itself keeps count of what is shared."""
    children = psutil.Process(service.process.pid).children()
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


class TestRefused:
    def test_a_port_that_is_taken_is_said_with_the_setting_to_change(self, service: Serving, tmp_path) -> None:
        done = run("serve", env=environment(tmp_path, service.server, GRAPH_SERVICE_PORT=str(service.port)))

        assert done.returncode == 1
        assert "set GRAPH_SERVICE_PORT" in done.stderr
