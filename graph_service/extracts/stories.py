"""A story of a published inquiry or of published reviews, as an index like this would have held it (seed/replays/).

Kinds of agency, an age in years, days counted from the first: the file can say nothing else about the child, because
the words are closed and a sentence may hold no name (`Sentence`). What a replay asks on a day is a copy of the story
that knows no more than had happened by that day: a closure, a meeting held, an end to come are not in it.
"""

import tomllib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field, model_validator

from graph_service.domain import closed_lists as c
from graph_service.extracts.generated_files import Cell, Files

STORIES = Path(__file__).resolve().parents[2] / "seed" / "replays"
FIRST_DAY = date(2023, 1, 2)  # day 0 of every story, a Monday: the days of the weeks are not those of the reports
MOST_DAYS = 900  # so that every day of a story has come: an extract may not speak of days to come
FACTS = "involvements|indications|assessments"

# A capital only where a sentence begins, and no numeral of a year: no place, council, practitioner or date fits in.
Sentence = Annotated[str, Field(pattern=r"^[A-Z][^A-Z0-9]*(\. [A-Z][^A-Z0-9]*)*\.$", max_length=400)]
Name = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
DayNumber = Annotated[int, Field(ge=-4000, le=MOST_DAYS)]

_ROLES = {
    c.ServiceKind.SCHOOL: "school",
    c.ServiceKind.GP_PRACTICE: "gp_practice",
    c.ServiceKind.HEALTH_VISITING: "health_visitor",
    c.ServiceKind.PAEDIATRICS: "paediatrician",
    c.ServiceKind.EDUCATION_WELFARE: "education_welfare_officer",
    c.ServiceKind.FAMILY_SUPPORT: "family_support_worker",
    c.ServiceKind.EARLY_HELP: "early_help_worker",
    c.ServiceKind.SOCIAL_CARE: "social_worker",
    c.ServiceKind.CHILD_PROTECTION: "police_officer",
    c.ServiceKind.HOUSING: "housing_officer",
    c.ServiceKind.YOUTH_WORK: "youth_worker",
    c.ServiceKind.POLICING: "police_officer",
    c.ServiceKind.MENTAL_HEALTH: "mental_health_practitioner",
}
_BY_SERVICE = frozenset({c.ServiceKind.SCHOOL, c.ServiceKind.GP_PRACTICE})  # involved as such, with nobody named


class Part(BaseModel):
    """Of a story: a word that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Part):
    """A service: what it is, and which agency it belongs to."""

    kind: c.ServiceKind
    agency: Name
    sector: c.AgencySector

    @model_validator(mode="after")
    def has_people(self) -> Self:
        if self.kind not in _ROLES:
            raise ValueError(f"no story says yet what somebody at {self.kind} is to a child")
        return self


class Event(Part):
    """Something that began on a day. `known` are the days on which something about it became known."""

    source: Sentence  # which part of which source says so, in words

    @property
    def known(self) -> set[int]:
        return {day for name, day in self if name in _DAYS and day is not None}


_DAYS = frozenset(
    {"start", "end", "raised", "closed", "started", "completed", "announced", "held", "cancelled", "received"}
)


class Work(Event):
    at: Name
    start: DayNumber
    end: DayNumber | None = None
    end_reason: c.EndReason = c.EndReason.WORK_FINISHED


class Lead(Event):
    by: Name
    kind: c.LeadKind
    start: DayNumber
    end: DayNumber | None = None


class Indication(Event):
    by: Name
    kind: c.IndicationKind
    raised: DayNumber
    closed: DayNumber | None = None


class Assessment(Event):
    by: Name
    kind: c.AssessmentKind
    started: DayNumber
    completed: DayNumber | None = None


class Meeting(Event):
    """`announced` is the day on which it was planned, for the day `planned`."""

    kind: c.MeetingKind
    announced: DayNumber
    planned: DayNumber
    held: DayNumber | None = None
    cancelled: DayNumber | None = None
    next: DayNumber | None = None
    invited: tuple[Name, ...] = ()
    attended: tuple[Name, ...] = ()


class Referral(Event):
    from_kind: c.ReferralSource
    received: DayNumber
    closed: DayNumber | None = None


class Home(Event):
    start: DayNumber
    end: DayNumber | None = None
    kind: c.HouseholdKind = c.HouseholdKind.PRIVATE


class Care(Event):
    """A carer is a word, such as `relative`: nobody's name, and no other child of theirs."""

    carer: Literal["mother", "father", "relative", "partner", "foster_carer"]
    capacity: c.Capacity
    start: DayNumber
    end: DayNumber | None = None


class Story(Part):
    """One file of seed/replays/."""

    title: Annotated[str, Field(max_length=120)]
    kind: Literal["inquiry", "composite"]
    sources: tuple[Annotated[str, Field(max_length=300)], ...]
    nation: Literal["England"] = "England"
    years: Annotated[int, Field(ge=0, le=14)]  # on day 0
    last: Annotated[int, Field(ge=1, le=MOST_DAYS)]
    sources_say: Sentence  # of what went wrong between agencies
    left_out: Sentence  # what the sources tell and an index like this would not have held
    places: dict[Name, Place]
    work: tuple[Work, ...]
    leads: tuple[Lead, ...] = ()
    indications: tuple[Indication, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    referrals: tuple[Referral, ...] = ()
    homes: tuple[Home, ...] = ()
    care: tuple[Care, ...] = ()

    @model_validator(mode="after")
    def rests_on_enough(self) -> Self:
        """An inquiry that names the child is one source; nothing else is told from a single child's review."""
        if len(self.sources) < (2 if self.kind == "composite" else 1):
            raise ValueError("a composite rests on at least two published reviews")
        return self

    @model_validator(mode="after")
    def happens_where_it_says(self) -> Self:
        said = {one.at for one in self.work} | {one.by for one in (*self.leads, *self.indications, *self.assessments)}
        said |= {name for one in self.meetings for name in (*one.invited, *one.attended)}
        if unknown := said - self.places.keys():
            raise ValueError(f"there is no place {', '.join(sorted(unknown))}")
        return self

    @property
    def events(self) -> Iterable[Event]:
        return (*self.work, *self.leads, *self.indications, *self.assessments, *self.meetings, *self.referrals,
                *self.homes, *self.care)  # fmt: skip

    @property
    def turns(self) -> list[int]:
        """The days on which something became known, from day 0 on."""
        return sorted({0} | {day for one in self.events for day in one.known if 0 <= day <= self.last})


def read_story(name: str, folder: Path = STORIES) -> Story:
    """Raises FileNotFoundError where there is none, ValidationError where it says more than a story may."""
    return Story.model_validate(tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")))


def story_names(folder: Path = STORIES) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.toml"))


def on(day: int) -> date:
    return FIRST_DAY + timedelta(days=day)


def write_story(files: Files, story: Story) -> dict[int, str]:
    """A copy of the story for each of its turns, each a child of its own; the child's key by the day."""
    copies = {day: f"day-{day}" for day in story.turns}
    _write_feeds(files)
    for name, place in story.places.items():
        files.add(
            "agencies", agency_key=f"{name}-agency", name=f"Replayed {place.agency}", sector=place.sector
        ) if _first(story, name) else None
        files.add("services", service_key=name, agency_key=f"{_agency(story, place)}-agency", kind=place.kind,
                  tier=place.kind.lowest_tier, name=f"Replayed {name}", phone="020 7946 0104")  # fmt: skip
    for day, key in copies.items():
        _Copy(files, story, day, key).write()
    return copies


def _agency(story: Story, place: Place) -> str:
    """The first place of it, by which its key is called."""
    return next(name for name, one in story.places.items() if one.agency == place.agency)


def _first(story: Story, name: str) -> bool:
    return _agency(story, story.places[name]) == name


def _write_feeds(files: Files) -> None:
    """Every kind of agency sends: a replay shows what the signals would say, not which feeds there might have been."""
    for sector in c.AgencySector:
        files.add("agencies", agency_key=f"feed-{sector}", name=f"Feed {sector}", sector=sector)
        files.add("supplies", agency_key=f"feed-{sector}", facts=FACTS, since=on(-30),
                  last_received_at=(datetime.now(UTC) - timedelta(days=1)).isoformat())  # fmt: skip


class _Copy:
    """The story as it was known on one day: what came later is not in it, and neither is an end to come."""

    def __init__(self, files: Files, story: Story, day: int, key: str) -> None:
        self._files, self._story, self._day, self._key = files, story, day, key
        self._people: set[str] = set()

    def write(self) -> None:
        story = self._story
        family = self._key.translate(str.maketrans("-0123456789", " abcdefghij")).title()
        born = FIRST_DAY - relativedelta(years=story.years, months=6)
        self._files.add("children", child_key=self._key, given_name="Replayed", family_name=family, born=born,
                        sex="not_specified", address_state="current")  # fmt: skip
        for kind in ("work", "leads", "indications", "assessments", "meetings", "referrals", "homes", "care"):
            for number, one in enumerate(getattr(story, kind)):
                if min(one.known) <= self._day:
                    getattr(self, f"_{kind}")(one, f"{self._key}-{kind}-{number}")

    def _work(self, one: Work, key: str) -> None:
        kind, end = self._story.places[one.at].kind, self._known(one.end)
        more: dict[str, Cell] = {"end": end, "end_reason": one.end_reason} if end else {"confirmed_on": on(self._day)}
        if kind.lowest_tier is c.Tier.SENSITIVE:
            more |= {"basis": "child_consent", "basis_by": "Manager", "basis_on": on(one.start)}
        person = None if kind in _BY_SERVICE else self._person(one.at)
        self._files.add("involvements", involvement_key=key, child_key=self._key, service_key=one.at, told="agreed",
                        practitioner_key=person, role=_ROLES[kind], start=on(one.start), **more)  # fmt: skip

    def _leads(self, one: Lead, _: str) -> None:
        self._files.add("leads", child_key=self._key, practitioner_key=self._person(one.by), kind=one.kind,
                        state="accepted", start=on(one.start), end=self._known(one.end))  # fmt: skip

    def _indications(self, one: Indication, key: str) -> None:
        closed = self._known(one.closed)
        self._files.add("indications", indication_key=key, child_key=self._key, kind=one.kind,
                        practitioner_key=self._person(one.by), raised_at=f"{on(one.raised)}T09:00:00+00:00",
                        closed_at=f"{closed}T16:00:00+00:00" if closed else None)  # fmt: skip

    def _assessments(self, one: Assessment, key: str) -> None:
        completed = self._known(one.completed)
        self._files.add("assessments", assessment_key=key, child_key=self._key, kind=one.kind,
                        practitioner_key=self._person(one.by), started_on=on(one.started), completed_on=completed,
                        state="completed" if completed else "in_progress")  # fmt: skip

    def _meetings(self, one: Meeting, key: str) -> None:
        held = self._known(one.held)
        state = "held" if held else "cancelled" if self._known(one.cancelled) else "planned"
        following = on(one.next) if held and one.next is not None else None
        self._files.add("meetings", meeting_key=key, kind=one.kind, state=state, planned_on=on(one.planned),
                        held_on=held, next_on=following)  # fmt: skip
        self._files.add("meeting_children", meeting_key=key, child_key=self._key)
        came = set(one.attended) if held else set()
        for at in sorted({*one.invited, *came}):
            self._files.add("attendance", meeting_key=key, practitioner_key=self._person(at), invited="true",
                            attended="true" if at in came else None)  # fmt: skip

    def _referrals(self, one: Referral, key: str) -> None:
        self._files.add("referrals", referral_key=key, child_key=self._key, from_kind=one.from_kind,
                        received_on=on(one.received), closed_on=self._known(one.closed))  # fmt: skip

    def _homes(self, one: Home, key: str) -> None:
        self._files.add("households", household_key=key, kind=one.kind, address=f"1 {key}", postcode="ZZ1 1AA")
        self._files.add("lives_at", child_key=self._key, household_key=key, start=on(one.start),
                        end=self._known(one.end))  # fmt: skip

    def _care(self, one: Care, key: str) -> None:
        self._files.add("carers", carer_key=key, given_name="Replayed", family_name=one.carer, phone="020 7946 0105")
        self._files.add("cares_for", carer_key=key, child_key=self._key, capacity=one.capacity, start=on(one.start),
                        end=self._known(one.end))  # fmt: skip

    def _known(self, day: int | None) -> date | None:
        """The day, once it has come."""
        return on(day) if day is not None and day <= self._day else None

    def _person(self, at: str) -> str:
        """The one who works there with this copy; written the first time."""
        key = f"{self._key}-{at}"
        if key not in self._people:
            self._people.add(key)
            self._files.add("practitioners", practitioner_key=key, given_name="Replayed",
                            family_name=at.replace("_", " "), phone="020 7946 0106")  # fmt: skip
            self._files.add("works_in", practitioner_key=key, service_key=at, start=on(-5000),
                            role=_ROLES[self._story.places[at].kind])  # fmt: skip
        return key
