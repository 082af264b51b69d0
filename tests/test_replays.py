"""The stories of seed/replays/: what they may say, and which signals would have stood, pinned for a person to read.

After a change of signals: `graph-service replay all --write`, and read what became different.
"""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from graph_service.actions.replays import BesidePeople, replay
from graph_service.commands.replays import EXPECTED
from graph_service.extracts.stories import Story, read_story, story_names
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from graph_service.graph.migrations import migrate
from graph_service.graph.signals import SIGNALS
from tests.commands.test_commands import environment, run
from tests.conftest import World, ask

INQUIRIES = {"climbie", "colwell"}
OURS: dict[str, Any] = {
    "title": "Ours", "kind": "composite", "sources": ["One review", "Another review"], "years": 5, "last": 60,
    "sources_say": "They did not speak.", "left_out": "Everything else.",
    "places": {
        "social_care": {"kind": "social_care", "agency": "council", "sector": "council"},
        "police": {"kind": "policing", "agency": "police", "sector": "police"},
    },
    "work": [
        {"at": "social_care", "start": 0, "source": "One."},
        {"at": "police", "start": 10, "end": 30, "source": "Another."},
    ],
}  # fmt: skip


def story(**other: object) -> Story:
    return Story.model_validate(OURS | other)


class TestWhatAStoryMaySay:
    @pytest.mark.parametrize("name", story_names())
    def test_each_is_an_inquiry_that_names_the_child_or_rests_on_two_reviews(self, name: str) -> None:
        told = read_story(name)

        assert told.kind == ("inquiry" if name in INQUIRIES else "composite")
        assert told.kind == "inquiry" or len(told.sources) >= 2

    def test_there_are_five(self) -> None:
        assert len(story_names()) == 5

    def test_a_composite_of_one_review_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="at least two published reviews"):
            story(sources=["One review"])

    @pytest.mark.parametrize("word", ["notes", "council", "address", "sibling", "practitioner", "died_on"])
    def test_a_word_that_a_story_does_not_have_is_refused(self, word: str) -> None:
        with pytest.raises(ValidationError, match="Extra inputs"):
            story(**{word: "x"})

    @pytest.mark.parametrize("word", ["name", "note", "practitioner", "place"])
    def test_so_is_one_that_its_events_and_places_do_not_have(self, word: str) -> None:
        with pytest.raises(ValidationError, match="Extra inputs"):
            story(work=[OURS["work"][0] | {word: "x"}])
        with pytest.raises(ValidationError, match="Extra inputs"):
            story(places={"social_care": OURS["places"]["social_care"] | {word: "x"}})

    @pytest.mark.parametrize(
        "sentence",
        [
            "The council of Leeds knew.",
            "A worker, Amy, knew.",
            "On the 4th they met.",
            "In May 1999.",
            "a small letter.",
        ],
    )
    def test_a_sentence_holds_no_name_and_no_date(self, sentence: str) -> None:
        with pytest.raises(ValidationError, match="pattern"):
            story(sources_say=sentence)
        with pytest.raises(ValidationError, match="pattern"):
            story(work=[OURS["work"][0] | {"source": sentence}])

    def test_a_place_is_called_by_its_kind_in_small_letters(self) -> None:
        with pytest.raises(ValidationError, match="pattern"):
            story(places={"Leeds": OURS["places"]["social_care"]})

    def test_everybody_works_somewhere(self) -> None:
        with pytest.raises(ValidationError, match="no place school"):
            story(work=[{"at": "school", "start": 0, "source": "One."}])


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Generator[Connection]:
    """Of this module's own: a replay is never beside other people, and so not beside other tests'."""
    with LocalServer(tmp_path_factory.mktemp("sandbox"), prepared=prepare(), page_cache="64m", port=0) as connection:
        yield connection


@pytest.fixture
async def empty(sandbox: Connection) -> AsyncGenerator[Graph]:
    ask(sandbox, "MATCH (n) DETACH DELETE n")
    async with Graph.open(*sandbox, read_seconds=60.0) as opened:
        await migrate(opened)
        yield opened


@pytest.mark.graph
@pytest.mark.anyio
class TestReplay:
    async def test_each_story_says_what_was_pinned(self, empty: Graph, subtests: pytest.Subtests) -> None:
        for one in await replay(empty, {name: read_story(name) for name in story_names()}):
            with subtests.test(msg=one.name):
                assert one.lines() == (EXPECTED / f"{one.name}.txt").read_text(encoding="utf-8").splitlines()
                codes = {stood.code for stood in one.stood}
                assert codes | {*one.never, *one.not_evaluated} == set(SIGNALS)

    async def test_a_signal_stands_from_the_day_of_its_pattern_until_the_day_that_ends_it(self, empty: Graph) -> None:
        assert await self.u01(empty, story()) == [(10, 30)]

    async def test_an_end_is_not_known_before_its_day(self, empty: Graph) -> None:
        """Who leads from day five on leads on day twenty, whenever that ended; who led no longer does."""
        lead = {"by": "social_care", "kind": "child_in_need", "start": 5, "end": 20, "source": "One."}

        assert await self.u01(empty, story(leads=[lead])) == [(20, 30)]

    async def test_what_came_later_is_in_no_copy_of_an_earlier_day(self, empty: Graph, sandbox: Connection) -> None:
        await replay(empty, {"ours": story()})

        copies = ask(
            sandbox,
            "MATCH (child:Child) RETURN child.family_name, COUNT { (child)<-[:INVOLVED_WITH]-() }, "
            "COUNT { (child)<-[seat:INVOLVED_WITH]-() WHERE seat.end IS NOT NULL } ORDER BY child.family_name",
        )
        assert [row[1:] for row in copies] == [[1, 0], [2, 0], [2, 1]]

    async def test_it_is_never_beside_real_children(self, graph: Graph, world: World) -> None:
        with pytest.raises(BesidePeople):
            await replay(graph, {"ours": story()})

    async def u01(self, graph: Graph, told: Story) -> list[tuple[int, int | None]]:
        (one,) = await replay(graph, {"ours": told})
        return [(stood.start, stood.end) for stood in one.stood if stood.code == "U01"]


@pytest.mark.graph
class TestTheCommand:
    def test_it_marks_all_as_hindsight_and_claims_nothing_about_outcomes(self, tmp_path: Path) -> None:
        done = run("replay", "out_of_sight", env=environment(tmp_path))

        assert done.returncode == 0, done.stderr
        assert "HINDSIGHT: Out of sight" in done.stdout
        assert "It does not say that anybody would have" in done.stdout

    def test_where_a_database_with_children_is_named_it_refuses(
        self, tmp_path: Path, server: Connection, world: World
    ) -> None:
        done = run("replay", "climbie", env=environment(tmp_path, server))

        assert done.returncode == 1
        assert "No replay runs beside real data" in done.stderr

    def test_a_story_that_there_is_not_is_said_to_be_none(self, tmp_path: Path) -> None:
        done = run("replay", "nobody", env=environment(tmp_path))

        assert done.returncode == 2
        assert "There is no story nobody" in done.stderr
