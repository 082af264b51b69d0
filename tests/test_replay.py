"""The small world told through the service's actions is the graph that its import makes, but for what is listed here.

Each difference has its reason. Whoever adds an action that tells one of these takes it off the list: the comparison
is exact in both directions, so it fails until then.
"""

from collections import Counter
from pathlib import Path

import pytest

from graph_service.access.policy import Action
from graph_service.actions.authorities import LOAD_AUTHORITIES, AuthorityRow
from graph_service.actions.carers import record_carer
from graph_service.actions.clock import today
from graph_service.actions.extracts import import_extract
from graph_service.actions.involvements import record_involvement
from graph_service.domain.carers import NewCarer
from graph_service.domain.changes import Recorded
from graph_service.domain.involvements import NewInvolvement
from graph_service.domain.relationships import PROVENANCE, RELATIONSHIPS
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.canonical import sentences
from tests.conftest import SEED, ask, lines_of
from tests.recoded import Recoded
from tests.refusals import pointed_at
from tests.retold import BY_FILE, Retold

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

OMAR = (
    "end: 2026-04-21, end_reason: recorded_in_error, role: education_welfare_officer, service_id: Education Welfare, "
    "start: 2026-04-20, state: confirmed"
)

# Reason -> what only the import says, and what only the actions say.
DIFFERENCES: dict[str, tuple[list[str], list[str]]] = {
    "protect_child hides a child and all who live with it, from today on; a home as such only a file hides, and a new "
    "identity nobody here makes": (
        [
            "shield of 2026-04-01 is LA_LDS Protection",
            "shield of 2026-04-01 is LA_LDS Protection",
            "shield of 2026-04-01 {kind: shield, review_on: 2027-04-01, start: 2026-04-01}",
            "shield of 2026-04-01 {kind: shield, review_on: 2027-04-01, start: 2026-04-01}",
            "new_identity of 2024-03-01 is LA_LDS Protection",
            "new_identity of 2024-03-01 {kind: new_identity, review_on: 2034-03-01, start: 2024-03-01}",
            "LDS: Zara Haddad -PROTECTED_BY-> shield of 2026-04-01 {}",
            "LDS: 1 Nowhere Lane -PROTECTED_BY-> shield of 2026-04-01 {}",
            "LDS: Jamie Finch -PROTECTED_BY-> new_identity of 2024-03-01 {}",
            "LDS: Sam Obi -MAY_SEE-> shield of 2026-04-01 {}",
            "LDS: Sam Obi -MAY_SEE-> shield of 2026-04-01 {}",
        ],
        [],
    ),
    "record_supply says which facts an agency sends; that they came last on that night only its file can say": (
        [
            "LDS: Leeds Community Health -SUPPLIES-> LDS {facts: ['involvements', 'indications'], "
            "last_received_at: 2026-11-20T02:00:00.000000000+00:00, since: 2026-02-01}",
            "LDS: Oakfield Schools Trust -SUPPLIES-> LDS {facts: ['involvements'], "
            "last_received_at: 2026-11-20T02:00:00.000000000+00:00, since: 2026-02-01}",
        ],
        [],
    ),
    "record_carer takes a carer whom the caller sees at another child: Rachel is shown at Tom, to nobody here": (
        [
            "LDS: Rachel Brook -LIVES_AT-> 12 Example Road {start: 2022-07-01}",
            "LDS: Rachel Brook -CARES_FOR-> Ellis Brook {capacity: parent, start: 2015-09-18}",
            "LDS: Rachel Brook -CARES_FOR-> Nia Brook {capacity: parent, start: 2023-02-27}",
            "GLG: Rachel Brook -CARES_FOR-> Isla Muir {capacity: parent, start: 2023-03-14}",
            "LDS: Rachel Brook -HAS_PARENTAL_RESPONSIBILITY_FOR-> Ellis Brook "
            "{basis: mother, start: 2015-09-18, state: held}",
            "LDS: Rachel Brook -HAS_PARENTAL_RESPONSIBILITY_FOR-> Nia Brook "
            "{basis: mother, start: 2023-02-27, state: held}",
        ],
        [],
    ),
    "one home is one household where it is known whose family lives there: not so of Rachel's": (
        [],
        [
            "12 Example Road is Household LA_LDS",
            "12 Example Road {address: 12 Example Road, kind: private, postcode: LS99 1AA}",
        ],
    ),
    "record_involvement names a post that its holder has; Lou has none in Glasgow": (
        [
            "GLG: Lou Ward -INVOLVED_WITH-> Isla Muir {role: youth_worker, service_id: Clyde Health Visiting, "
            "start: 2026-06-15, state: confirmed}"
        ],
        [],
    ),
    "record_involvement asks what was told; of Omar's, a mistake, the file does not say": (
        [f"LDS: Omar Reid -INVOLVED_WITH-> Ellis Brook {{{OMAR}}}"],
        [f"LDS: Omar Reid -INVOLVED_WITH-> Ellis Brook {{{OMAR}, told: not_possible}}"],
    ),
    "raise_concern is for oneself: Noor, who has no account in the seed, signs in": (
        ["Noor Aziz {email: noor.aziz@example.org, name: Noor Aziz}"],
        [
            "Noor Aziz {account_state: active, email: noor.aziz@example.org, name: Noor Aziz}",
            "noor.aziz is Account LA_LDS",
            "noor.aziz {role: practitioner, service_id: School Nursing Leeds, state: active, subject: noor.aziz}",
            "LDS: Noor Aziz -HAS_ACCOUNT-> noor.aziz {}",
        ],
    ),
}  # fmt: skip

# What comes by a file of its own in the replay too: nobody who works here may open a part, or share it.
NO_ACTION_BY_DESIGN = {
    "lawful_basis.csv": "it opens the part in which everybody acts",
    "agreements.csv": "what one authority lets another learn is signed, not recorded in passing",
}

_LOOKS = "shows, and changes nothing of the world"
_PUTS_RIGHT = "the seed is told as it stands, and needs no putting right"
_NOT_IN_SEED = "the seed has no such fact"
# Every action that the replay does not need.
NOT_TOLD = {
    **dict.fromkeys(
        "read_network read_child find_children list_my_children explain_access read_permissions list_changes "
        "list_meetings read_my_notices list_open_work handover_plan list_possible_duplicates preview_merge "
        "list_uncoordinated "
        "count_signals measure_system explain_signal my_loose_ends find_path read_neighbourhood "
        "find_duplicate_effort find_concentration find_teams_apart".split(),
        _LOOKS,
    ),
    **dict.fromkeys(
        ["record_supply", "confirm_supply"], "the seed's feeds came by file, on a night that no action can name"
    ),
    "protect_child": "the seed's shields lie on homes, or began before today",
    **dict.fromkeys("amend_involvement amend_child amend_practitioner amend_service amend_supply".split(), _PUTS_RIGHT),
    **dict.fromkeys(
        "withdraw_consent propose_lead accept_lead decline_lead release_lead acknowledge_concern abandon_assessment "
        "cancel_meeting record_conversation end_identifier end_carer end_post close_practitioner_account keep_apart "
        "merge_children unmerge_children record_death lift_protection decide_signal set_threshold".split(),
        _NOT_IN_SEED,
    ),
}


async def settled_codes(graph: Graph, world: Recoded) -> None:
    """The three authorities again, under fictional codes, each of its own nation."""
    known = {line["code"]: line for line in lines_of(SEED / "authorities.csv")}
    for part, code in world.codes.items():
        line = known[part] | {"code": code, "name": f"{known[part]['name']} {code}", "succeeded_by": ""}
        await graph.write(LOAD_AUTHORITIES, rows=[AuthorityRow.model_validate(line).model_dump()])


@pytest.fixture(scope="module")
async def imported(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Recoded:
    return await imported_anew(graph, tmp_path_factory.mktemp("imported"))


async def imported_anew(graph: Graph, folder: Path) -> Recoded:
    world = Recoded()
    await settled_codes(graph, world)
    for part, code in world.codes.items():
        sent = world.folder(part, folder / part)
        await import_extract(graph, sent, Sender(code, "seed"), by="tests", protections_as_of=today())
    return world


@pytest.fixture(scope="module")
async def retold(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Retold:
    world = Recoded()
    await settled_codes(graph, world)
    telling = Retold(graph, world, tmp_path_factory.mktemp("retold"))
    await telling.tell()
    return telling


def said_only(here: Counter[str], there: Counter[str]) -> list[str]:
    return sorted((here - there).elements())


class TestTheReplay:
    async def test_it_says_what_the_import_says_but_for_what_is_listed(
        self, server: Connection, imported: Recoded, retold: Retold
    ) -> None:
        by_file, by_action = sentences(server, imported), sentences(server, retold.world)

        assert said_only(by_file, by_action) == sorted(line for lines, _ in DIFFERENCES.values() for line in lines)
        assert said_only(by_action, by_file) == sorted(line for _, lines in DIFFERENCES.values() for line in lines)
        assert by_file.total() > 500

    async def test_two_imports_of_the_same_world_say_the_same(
        self, graph: Graph, server: Connection, imported: Recoded, tmp_path: Path
    ) -> None:
        again = await imported_anew(graph, tmp_path)

        assert sentences(server, again) == sentences(server, imported)

    async def test_a_relationship_holds_only_what_its_type_may_say(
        self, server: Connection, imported: Recoded, retold: Retold
    ) -> None:
        codes = [*imported.codes.values(), *retold.world.codes.values()]
        held = ask(
            server, "MATCH ()-[r]->() WHERE r.custodian IN $codes UNWIND keys(r) AS key RETURN DISTINCT type(r), key",
            codes=codes,
        )  # fmt: skip

        assert {kind for kind, _ in held} >= {"PART_OF", "MANAGES", "CHAIRS", "INVOLVED_WITH"}
        assert [(kind, key) for kind, key in held if key not in RELATIONSHIPS[str(kind)][2] | PROVENANCE] == []

    async def test_every_action_is_told_or_has_a_reason_not_to_be(self, retold: Retold) -> None:
        """A new action comes into the replay, and takes off the list above what it can tell now."""
        assert {action.value for action in Action} - retold.told <= NOT_TOLD.keys()
        assert retold.told & NOT_TOLD.keys() == set()

    def test_only_law_and_agreements_come_by_file(self) -> None:
        assert NO_ACTION_BY_DESIGN.keys() == BY_FILE


class TestWhatActionsCannotTell:
    """The nearest that an action comes to each: it is refused, so the list above is true."""

    async def test_a_carer_whom_another_authority_keeps(self, retold: Retold) -> None:
        rachel, tom = retold.id("LIV", "carers", "rachel"), retold.id("LIV", "children", "tom")
        care = NewCarer(carer_id=rachel, of_child=tom, capacity="parent", start="2015-09-18")

        assert await pointed_at(self.care(retold, "ellis", care)) == "/carer_id"

    async def care(self, retold: Retold, child: str, care: NewCarer) -> Recorded:
        number = retold.id("LDS", "children", child)
        return await record_carer(retold.graph, retold.desk("LDS"), number, care, retold.attempt())

    async def test_work_in_a_post_that_is_somebody_elses(self, retold: Retold) -> None:
        line = next(one for one in retold.lines("LDS", "involvements") if one["involvement_key"] == "I6")

        elsewhere = retold.involvement("LDS", line | {"service_key": "social-work-east"})

        assert await pointed_at(self.involve(retold, elsewhere)) == "/service_id"

    async def test_work_of_which_nobody_says_what_was_told(self, retold: Retold) -> None:
        line = next(one for one in retold.lines("LDS", "involvements") if one["involvement_key"] == "I8")

        untold = retold.involvement("LDS", line).model_copy(update={"told": None})

        assert await pointed_at(self.involve(retold, untold)) == "/told"

    async def involve(self, retold: Retold, new: NewInvolvement) -> Recorded:
        ellis = retold.id("LDS", "children", "ellis")
        return await record_involvement(retold.graph, retold.desk("LDS"), ellis, new, retold.attempt())
