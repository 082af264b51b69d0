"""A hidden child and an absent one cannot be told apart: not by status, headers or body, and not by the clock."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from graph_service.domain.identifiers import new_child_id
from tests.conftest import SignedInAs, World

pytestmark = pytest.mark.graph
CLIENTS = 8
PROBES = 40  # a client and kind
VOLATILE = {"date", "request-id"}
ROUTES = ["/api/v1/children/{}/network", "/api/v1/children/{}", "/api/v1/children/{}/access"]


def plain(answer: httpx2.Response) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    headers = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in VOLATILE))
    return answer.status_code, headers, answer.content


class TestHiddenIsAbsent:
    @pytest.mark.parametrize("route", ROUTES)
    @pytest.mark.parametrize(
        ("subject", "purpose"),
        [
            ("ola.nash", "coordinate_support"),
            ("hana.lewis", "coordinate_support"),
            ("glasgow.front.door", "assess_referral"),
            ("liverpool-cms", "hand_over_work"),
        ],
    )
    def test_status_headers_and_body_are_the_same(
        self, http: httpx2.Client, world: World, signed_in_as: SignedInAs, route: str, subject: str, purpose: str
    ) -> None:
        who = signed_in_as(subject, purpose)
        hidden = ["ellis", "zara", "isla", "jamie-before"]  # of another's, protected, in a closed part, adopted

        answers = [plain(http.get(route.format(world[child]), headers=who)) for child in hidden]
        absent = plain(http.get(route.format(new_child_id()), headers=who))

        assert set(answers) == {absent}

    @pytest.mark.parametrize("route", ROUTES)
    def test_eight_clients_at_once_cannot_tell_them_apart_by_the_clock(
        self, address: str, world: World, signed_in_as: SignedInAs, route: str
    ) -> None:
        who, hidden = signed_in_as("ola.nash"), [world[child] for child in ("ellis", "zara", "isla", "jamie-before")]

        def probe(seed: int) -> list[tuple[float, bool]]:
            chance, taken = random.Random(seed), []
            with httpx2.Client(base_url=address, headers=who, timeout=20) as http:
                for turn in range(2 * PROBES):
                    there = turn % 2 == 0
                    asked = route.format(chance.choice(hidden) if there else new_child_id())
                    began = time.perf_counter()
                    http.get(asked)
                    taken.append((time.perf_counter() - began, there))
            return taken

        with ThreadPoolExecutor(CLIENTS) as clients:
            taken = [each for found in clients.map(probe, range(CLIENTS)) for each in found]

        assert 0.4 < chance_of_telling(taken) < 0.6


def chance_of_telling(taken: list[tuple[float, bool]]) -> float:
    """How often a hidden child takes longer than an absent one (the rank sum of Mann and Whitney): half, if neither.

    Of 320 probes each, chance alone strays from a half by more than 0.1 once in a hundred thousand runs.
    """
    ranked = sorted(taken)
    ranks = sum(rank for rank, (_, there) in enumerate(ranked, start=1) if there)
    hidden = sum(there for _, there in ranked)
    return (ranks - hidden * (hidden + 1) / 2) / (hidden * (len(ranked) - hidden))
