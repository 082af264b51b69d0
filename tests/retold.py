"""The small world told through the service's actions, each by somebody who may, in the order in which it happened.

Who tells it: the data team says what services and people there are and who its children are, the front door who is
around them, and people say of themselves what nobody else can. Where the seed has nobody for that in an authority, and
to begin with, there are a registrar and a desk from a file of the test's own (source `first`).
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from graph_service.access.caller import Caller, SignedIn
from graph_service.actions.accounts import find_account, open_account, suspend_account
from graph_service.actions.addresses import record_address
from graph_service.actions.assessments import complete_assessment, record_assessment
from graph_service.actions.carers import (
    amend_carer,
    record_carer,
    record_carer_address,
    record_parental_responsibility,
)
from graph_service.actions.children import read_child
from graph_service.actions.clock import UNITED_KINGDOM, today
from graph_service.actions.extracts import import_extract
from graph_service.actions.identifiers import add_identifier
from graph_service.actions.indications import close_concern, raise_concern
from graph_service.actions.involvements import (
    confirm_involvement,
    end_involvement,
    record_involvement,
    withdraw_mistake,
)
from graph_service.actions.leads import appoint_lead
from graph_service.actions.meetings import hold_meeting, plan_meeting
from graph_service.actions.networks import read_network
from graph_service.actions.people import cover_practitioner, record_post, record_practitioner
from graph_service.actions.records import register_child
from graph_service.actions.referrals import close_referral, record_referral
from graph_service.actions.services import amend_duty_desk, record_agency, record_service
from graph_service.domain.addresses import NewAddress
from graph_service.domain.assessments import Completion, NewAssessment
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import End
from graph_service.domain.carers import CarerAddress, CarerChange, NewCarer, NewParentalResponsibility
from graph_service.domain.changes import Kept
from graph_service.domain.indications import NewConcern
from graph_service.domain.involvements import NewInvolvement
from graph_service.domain.leads import NewLead
from graph_service.domain.meetings import HeldMeeting, NewMeeting
from graph_service.domain.numbers import Number
from graph_service.domain.people import AccountStop, Cover, NewAccount, NewPost, NewPractitioner
from graph_service.domain.purposes import Purpose
from graph_service.domain.records import NewChild
from graph_service.domain.referrals import NewReferral, ReferralClosed
from graph_service.domain.services import DutyDeskChange, NewAgency, NewService
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from tests.conftest import DESK
from tests.recoded import PARTS, Line, Recoded, write
from tests.town import PURPOSES

FIRST = "first"  # the source of what is there before anybody can tell anything
BY_FILE = frozenset({"lawful_basis.csv", "agreements.csv"})  # see tests/test_replay.py for the reasons
# Said by somebody in the team who may not settle it; the desk confirms those that the seed has as confirmed.
SAID_BY = {"I4": "amy.khan", "I9": "dee.marsh"}
HIS_POST_IS_ELSEWHERE = "G2"
NOTHING_WAS_TOLD = "not_possible"
SERVICES_SPOKEN_FOR_BY = {"oakfield-primary": "dee.marsh"}

Made = TypeVar("Made", bound=Kept)


def some(line: Line, *columns: str) -> dict[str, Any]:
    """These cells, without the empty ones."""
    return {column: line[column] for column in columns if line.get(column)}


@dataclass
class Retold:
    """`ids` is what the service called each record, by kind, authority and the seed's key; `told` the actions used."""

    graph: Graph
    world: Recoded
    folder: Path
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    _seats: dict[str, Kept] = field(default_factory=dict)
    _people: dict[str, SignedIn] = field(default_factory=dict)
    _attempts: int = 0

    async def tell(self) -> None:
        for part in PARTS:
            await self._what_comes_by_file(part)
        for chapter in (
            self._services, self._people_and_posts, self._accounts, self._children, self._families, self._homes,
            self._involvements, self._leads, self._indications, self._assessments, self._meetings, self._referrals,
            self._endings,
        ):  # fmt: skip
            for part in PARTS:
                await chapter(part)
        await self._first("GLG", closed=True)

    async def do(self, action: Callable[..., Awaitable[Made]], caller: Caller, *given: Any) -> Made:
        self.told.add(action.__name__)
        return await action(self.graph, caller, *given)

    def attempt(self, version: int | None = None) -> Attempt:
        """A new key each time: a new change."""
        self._attempts += 1
        return Attempt(f"{self.world.mark}-{self._attempts:08}", version)

    def lines(self, part: str, file: str) -> list[Line]:
        return self.world.lines(part, f"{file}.csv")

    def id(self, part: str, kind: str, reference: str) -> str:
        """`LIV:key`, in our codes, is Liverpool's."""
        owner, _, key = reference.rpartition(":")
        return self.ids[kind, f"{owner or self.world.codes[part]}:{key}"]

    def child(self, part: str, line: Line) -> str:
        return self.id(part, "children", line["child_key"])

    def keep(self, part: str, kind: str, key: str, made: str) -> None:
        self.ids[kind, f"{self.world.codes[part]}:{key}"] = made

    def person(self, part: str, key: str) -> Caller:
        who = self._people[f"{self.world.codes[part]}:{key}"]
        return Caller(who, PURPOSES.get(who.role, Purpose.COORDINATE_SUPPORT))

    def keeper(self, part: str) -> Caller:
        return self.person(part, "dana.price" if part == "LDS" else "registrar")

    def desk(self, part: str) -> Caller:
        return self.person(part, {"LDS": "fran.osei", "GLG": "gus.orr", "LIV": "desk"}[part])

    # What has to be there before anybody can tell anything.

    async def _what_comes_by_file(self, part: str) -> None:
        folder = self.world.folder(part, self.folder / f"law-{part}", BY_FILE.__contains__)
        if any(folder.iterdir()):
            await import_extract(self.graph, folder, Sender(self.world.codes[part], "seed"), by="tests")
        await self._first(part)
        for key in ("registrar", "desk"):
            subject = f"{key}.{part}.{self.world.mark}"
            self._people[f"{self.world.codes[part]}:{key}"] = await find_account(self.graph, subject)

    async def _first(self, part: str, closed: bool = False) -> None:
        """A registrar and a desk. Glasgow's part, closed in the seed, is open while its world is told."""
        folder = self.folder / f"first-{part}-{closed}"
        folder.mkdir()
        for name, rows in self._first_files(part, closed).items():
            write(folder / name, list(rows[0]), rows)
        await import_extract(self.graph, folder, Sender(self.world.codes[part], FIRST), by="tests")

    def _first_files(self, part: str, closed: bool) -> dict[str, list[Line]]:
        people, start = ("registrar", "desk"), "2020-01-01"
        roles = {"registrar": "data_team", "desk": "front_door"}
        end = today().isoformat() if closed else ""
        law = {"instrument": "First", "start": start, "end": end, "assessment": "none", "approver": "nobody"}
        place = {"service_key": "first", "agency_key": "first", "name": "First", "kind": "front_door"}
        files = {
            "agencies.csv": [{"agency_key": "first", "name": "First", "sector": "council"}],
            "services.csv": [place | {"tier": "additional"}],
            "practitioners.csv": [{"practitioner_key": key, "name": key.title()} for key in people],
            "works_in.csv": [{"practitioner_key": key, "service_key": "first", "start": start} for key in people],
            "accounts.csv": [
                {"practitioner_key": key, "subject": f"{key}.{part}.{self.world.mark}", "role": roles[key]}
                | {"service_key": "first", "state": "active"}
                for key in people
            ],
        }
        return files | ({"lawful_basis.csv": [law]} if part == "GLG" else {})

    # Services and people, by whoever keeps their authority's records.

    async def _services(self, part: str) -> None:
        by = self.person(part, "registrar")
        for line in self.lines(part, "authority"):
            desk = DutyDeskChange(**some(line, "duty_phone", "duty_hours", "out_of_hours_phone"))
            await self.do(amend_duty_desk, by, desk, self.attempt(version=0))
        for line in self.lines(part, "agencies"):
            made = await self.do(record_agency, by, NewAgency(**some(line, "name", "sector")), self.attempt())
            self.keep(part, "agencies", line["agency_key"], made.id)
        for line in self.lines(part, "services"):
            places = {"agency_id": self.id(part, "agencies", line["agency_key"])}
            if line["part_of"]:
                places["part_of"] = self.id(part, "services", line["part_of"])
            new = NewService(**some(line, "name", "kind", "tier", "phone"), **places)
            made = await self.do(record_service, by, new, self.attempt())
            self.keep(part, "services", line["service_key"], made.id)

    async def _people_and_posts(self, part: str) -> None:
        by = self.person(part, "registrar")
        for line in self.lines(part, "practitioners"):
            new = NewPractitioner(**some(line, "name", "phone", "email", "registration"))
            made = await self.do(record_practitioner, by, new, self.attempt())
            self.keep(part, "practitioners", line["practitioner_key"], made.id)
        for line in self.lines(part, "works_in"):
            service = self.id(part, "services", line["service_key"])
            post = NewPost(service_id=service, manages=line["manages"] == "true", **some(line, "role", "start"))
            who = self.id(part, "practitioners", line["practitioner_key"])
            await self.do(record_post, by, who, post, self.attempt())

    async def _accounts(self, part: str) -> None:
        for line in self.lines(part, "accounts"):
            account = await self._opened(part, line)
            if line["state"] == "suspended":
                stop = AccountStop(state="suspended")
                by = self.person(part, "registrar")
                await self.do(suspend_account, by, account.id, stop, self.attempt(account.version))
        for raiser in dict.fromkeys(line["practitioner_key"] for line in self.lines(part, "indications")):
            if f"{self.world.codes[part]}:{raiser}" not in self._people:  # nobody says it for another, so they sign in
                await self._opened(part, self._sign_in(part, raiser))
        for line in self.lines(part, "cover"):
            who, cover = (self.id(part, "practitioners", line[name]) for name in ("practitioner_key", "covered_by"))
            away = Cover(absent_until=line["absent_until"], covered_by=cover)
            await self.do(cover_practitioner, self.person(part, "registrar"), who, away, self.attempt())

    def _sign_in(self, part: str, key: str) -> Line:
        post = next(line for line in self.lines(part, "works_in") if line["practitioner_key"] == key)
        return {"practitioner_key": key, "subject": f"{key}.{self.world.mark}", "role": "practitioner"} | some(
            post, "service_key"
        )

    async def _opened(self, part: str, line: Line) -> Kept:
        who, key = self.id(part, "practitioners", line["practitioner_key"]), line["practitioner_key"]
        place = self.id(part, "services", line["service_key"])
        new = NewAccount(subject=line["subject"], role=line["role"], service_id=place)
        signed_in = SignedIn(new.subject, who, new.role, self.world.codes[part], place)
        self._people[f"{self.world.codes[part]}:{key}"] = signed_in
        return await self.do(open_account, self.person(part, "registrar"), who, new, self.attempt())

    # Children, their families and homes.

    async def _children(self, part: str) -> None:
        for line in self.lines(part, "children"):
            schemes = {"nhs": line.get("nhs_number"), "chi": line.get("chi_number")}
            numbers = [{"scheme": scheme, "value": value} for scheme, value in schemes.items() if value]
            new = NewChild(**some(line, "given_name", "family_name", "born", "sex"), identifiers=numbers)
            made = await self.do(register_child, self.keeper(part), new, self.attempt())
            self.keep(part, "children", line["child_key"], made.id)
            if line.get("upn"):  # of education: the data team records it, but does not search by it
                number = {"scheme": "upn", "value": line["upn"]}
                await self.do(add_identifier, self.keeper(part), made.id, Number(**number), self.attempt())

    def own_carers(self, part: str) -> dict[str, Line]:
        """Whom an action can record: nobody of another authority."""
        return {line["carer_key"]: line for line in self.lines(part, "carers")}

    async def _families(self, part: str) -> None:
        carers, with_child = self.own_carers(part), {}
        for line in self.lines(part, "cares_for"):
            if line["carer_key"] in carers:
                await self._care(part, line, carers[line["carer_key"]], with_child)
        for line in self.lines(part, "parental_responsibility"):
            if line["carer_key"] in carers or line.get("authority"):
                holder = some(line, "authority") or {"carer_id": self.id(part, "carers", line["carer_key"])}
                new = NewParentalResponsibility(**holder, **some(line, "state", "basis", "start"))
                child = self.child(part, line)
                await self.do(record_parental_responsibility, self.desk(part), child, new, self.attempt())

    async def _care(self, part: str, line: Line, carer: Line, with_child: dict[str, str]) -> None:
        """Somebody new with their name; known at another child of theirs, by the number shown there; or a child."""
        key, child = line["carer_key"], self.child(part, line)
        if carer.get("is_child_key"):
            await self._child_cares(part, line, carer)
            return
        who = some(carer, "given_name", "family_name", "phone", "email")
        if key in with_child:
            who = {"carer_id": self.id(part, "carers", key), "of_child": with_child[key]}
        care = NewCarer(**who, **some(line, "capacity", "start"))
        await self.do(record_carer, self.desk(part), child, care, self.attempt())
        around = await read_network(self.graph, self.desk(part), child, DESK)
        name = f"{carer['given_name']} {carer['family_name']}"
        self.keep(part, "carers", key, next(one.id for one in around.carers if one.name == name))
        with_child.setdefault(key, child)

    async def _child_cares(self, part: str, line: Line, carer: Line) -> None:
        """One person: a carer by the child's own number, with a telephone of their own."""
        who, child = self.id(part, "children", carer["is_child_key"]), self.child(part, line)
        care = NewCarer(carer_id=who, of_child=who, **some(line, "capacity", "start"))
        await self.do(record_carer, self.desk(part), child, care, self.attempt())
        self.keep(part, "carers", line["carer_key"], who)
        known = await read_child(self.graph, self.desk(part), who, DESK)
        told = CarerChange(**some(carer, "phone", "email"))
        await self.do(amend_carer, self.desk(part), child, who, told, self.attempt(known.version))

    async def _homes(self, part: str) -> None:
        for child in self.lines(part, "children"):
            for new in self._addresses(part, child):
                await self.do(record_address, self.desk(part), self.child(part, child), new, self.attempt())
        for stay in self.lines(part, "lives_at"):
            if stay["carer_key"] in self.own_carers(part):
                await self._home_of(part, stay)

    async def _home_of(self, part: str, stay: Line) -> None:
        """Named at any child for whom they care."""
        care = next(one for one in self.lines(part, "cares_for") if one["carer_key"] == stay["carer_key"])
        homes = {line["household_key"]: line for line in self.lines(part, "households")}
        home = some(homes[stay["household_key"]], "address", "postcode", "uprn", "kind")
        new, who = CarerAddress(household=home, start=stay["start"]), self.id(part, "carers", stay["carer_key"])
        await self.do(record_carer_address, self.desk(part), self.child(part, care), who, new, self.attempt())

    def _addresses(self, part: str, child: Line) -> Iterator[NewAddress]:
        homes = {line["household_key"]: line for line in self.lines(part, "households")}
        stays = [line for line in self.lines(part, "lives_at") if line["child_key"] == child["child_key"]]
        for place, stay in enumerate(sorted(stays, key=lambda one: one["start"]), start=1):
            home = some(homes[stay["household_key"]], "address", "postcode", "uprn", "kind")
            yield NewAddress(state="current", household=home, start=stay["start"])
            if stay["end"]:
                state = "last_known" if place < len(stays) else child["address_state"]
                yield NewAddress(state=state, on=stay["end"])
        if not stays:
            yield NewAddress(state=child["address_state"], on=today())

    # Who works with them.

    async def _involvements(self, part: str) -> None:
        lines = [one for one in self.lines(part, "involvements") if one["involvement_key"] != HIS_POST_IS_ELSEWHERE]
        for line in sorted(lines, key=lambda one: one["involvement_key"] in SAID_BY):
            key, child = line["involvement_key"], self.child(part, line)
            by = self.person(part, SAID_BY[key]) if key in SAID_BY else self.desk(part)
            made = await self.do(record_involvement, by, child, self.involvement(part, line), self.attempt())
            if key in SAID_BY and line["state"] != "asserted":
                made = await self.do(confirm_involvement, self.desk(part), child, made.id, self.attempt(made.version))
            if line.get("end_reason") == "recorded_in_error":
                await self.do(withdraw_mistake, self.desk(part), child, made.id, self.attempt(made.version))
            self._seats[f"{part}:{key}"] = made

    def involvement(self, part: str, line: Line) -> NewInvolvement:
        who = {"service_id": self.id(part, "services", line["service_key"])}
        if line["practitioner_key"]:
            who["practitioner_id"] = self.id(part, "practitioners", line["practitioner_key"])
        if line.get("basis"):  # a name in the extract, a number in an action
            who["basis_by"] = who["practitioner_id"]
        facts = some(line, "role", "start", "told", "basis", "basis_on")
        if line.get("end_reason") == "recorded_in_error":  # of a mistake a file does not say what was told
            facts |= some(line, "end") | {"told": line["told"] or NOTHING_WAS_TOLD}
        return NewInvolvement(**who, **facts)

    async def _leads(self, part: str) -> None:
        for line in self.lines(part, "leads"):
            who = self.id(part, "practitioners", line["practitioner_key"])
            new = NewLead(practitioner_id=who, expected_lead=None, **some(line, "kind", "start"))
            child = self.child(part, line)
            await self.do(appoint_lead, self.desk(part), child, new, self.attempt())

    async def _indications(self, part: str) -> None:
        for line in self.lines(part, "indications"):
            by, child = self.person(part, line["practitioner_key"]), self.child(part, line)
            new = NewConcern(kind=line["kind"], due_on=due(line))
            made = await self.do(raise_concern, by, child, new, self.attempt(), DESK)
            if line["closed_at"]:
                await self.do(close_concern, by, child, made.id, self.attempt(made.version), DESK)

    async def _assessments(self, part: str) -> None:
        for line in self.lines(part, "assessments"):
            by = self.person(part, line["practitioner_key"] or SERVICES_SPOKEN_FOR_BY[line["service_key"]])
            service = {"service_id": self.id(part, "services", line["service_key"])} if line["service_key"] else {}
            new, child = NewAssessment(**service, **some(line, "kind", "started_on")), self.child(part, line)
            made = await self.do(record_assessment, by, child, new, self.attempt())
            if line["completed_on"]:
                done = Completion(completed_on=line["completed_on"])
                await self.do(complete_assessment, by, child, made.id, done, self.attempt(made.version))

    async def _meetings(self, part: str) -> None:
        for line in self.lines(part, "meetings"):
            about = [one for one in self.lines(part, "meeting_children") if one["meeting_key"] == line["meeting_key"]]
            children, came = [self.child(part, one) for one in about], self._seated(part, line["meeting_key"])
            who = {"children": children[1:], "invited": came["invited"], "chair_id": next(iter(came["chair"]), None)}
            new = NewMeeting(**some(line, "kind", "planned_on"), **who)
            made = await self.do(plan_meeting, self.desk(part), children[0], new, self.attempt())
            if line["state"] == "held":
                held = HeldMeeting(attended=came["attended"], **some(line, "held_on", "next_on"))
                await self.do(hold_meeting, self.desk(part), children[0], made.id, held, self.attempt(made.version))

    def _seated(self, part: str, meeting: str) -> dict[str, list[str]]:
        """Who was invited, came and chairs."""
        seats = [one for one in self.lines(part, "attendance") if one["meeting_key"] == meeting]
        return {
            column: [self.id(part, "practitioners", one["practitioner_key"]) for one in seats if one[column] == "true"]
            for column in ("invited", "attended", "chair")
        }

    async def _referrals(self, part: str) -> None:
        for line in self.lines(part, "referrals"):
            child, by = self.child(part, line), self.desk(part)
            new = NewReferral(**some(line, "from_kind", "received_on"))
            made = await self.do(record_referral, by, child, new, self.attempt())
            if line["closed_on"]:
                closed = ReferralClosed(closed_on=line["closed_on"])
                await self.do(close_referral, by, child, made.id, closed, self.attempt(made.version))

    async def _endings(self, part: str) -> None:
        """Last, because whoever no longer works with a child can say nothing of it any more."""
        for line in self.lines(part, "involvements"):
            if line.get("end") and line["end_reason"] != "recorded_in_error":
                end = End(**some(line, "end", "end_reason"))
                seat, child = self._seats[f"{part}:{line['involvement_key']}"], self.child(part, line)
                await self.do(end_involvement, self.desk(part), child, seat.id, end, self.attempt(seat.version))


def due(line: Line) -> Any:
    """As many days after it is raised as in the seed: an action raises it now."""
    if not line["due_on"]:
        return None
    raised = datetime.fromisoformat(line["raised_at"]).astimezone(UNITED_KINGDOM).date()
    return today() + (datetime.fromisoformat(line["due_on"]).date() - raised)
