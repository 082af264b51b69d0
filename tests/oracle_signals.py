"""Who is told of a signal, said a second time: `tests/oracle.py` for lists, counts and explanations of signals.

Written from docs/signals.md, and docs/access.md for what is open and who is unnamed; it shares no code with the
service.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.oracle import MY_RULES, Answer, Child, Involvement, Json, Oracle, as_json, in_order
from tests.signal_facts import Signal, SignalDecision, Wanted

ANSWERING = {"manager", "front_door"}
WEEKS = 13


@dataclass(frozen=True)
class SignalOracle:
    """Answers every question about signals of one caller on one day."""

    oracle: Oracle

    # What can be asked

    def list_uncoordinated(self, wanted: Wanted) -> Answer:
        """Longest standing first; what waits, or is known and right, is off the list until its day."""
        if (refusal := self.refusal()) is not None:
            return refusal
        found = [one for one in self.standing() if self.is_wanted(one, wanted) and self.is_answered_for(one, wanted)]
        return self.rows(one for one in found if wanted.decided or not self.waits(one))

    def my_loose_ends(self) -> Answer:
        if not self.oracle.account_is_active():
            return "account-suspended"
        return self.rows(one for one in self.standing() if self.oracle.sight(self.subject(one)).rule in MY_RULES)

    def explain_signal(self, child_id: str) -> Answer:
        """For whom the child is open at content and not protected; for all others it is as if it were not there."""
        if not self.oracle.account_is_active():
            return "account-suspended"
        child = self.oracle.child(child_id)
        if child is None or not self.oracle.sight(child).is_open:
            return "not-found"
        return self.rows(one for one in self.standing() if one.child == child_id)

    def count_signals(self) -> Answer:
        """For how many children each stood on the last thirteen Mondays and today; of none there is no row."""
        if (refusal := self.refusal()) is not None:
            return refusal
        mine = [one for one in self.oracle.world.signals if self.is_answered_for(one, Wanted()) and self.is_told(one)]
        rows = [row for day in self.days() for row in self.counts(mine, day)]
        return as_json({"counts": sorted(rows, key=in_order("code", "week"))})

    def refusal(self) -> str | None:
        """A list of an authority's or a team's children is for those who answer for them."""
        if self.oracle.caller.role not in ANSWERING:
            return "not-permitted"
        return None if self.oracle.account_is_active() else "account-suspended"

    # Which signals stand

    def standing(self) -> list[Signal]:
        """Those that the caller may be told of today, in whatever list."""
        return [one for one in self.oracle.world.signals if stood(one, self.oracle.today) and self.is_told(one)]

    def days(self) -> list[date]:
        monday = self.oracle.today - timedelta(days=self.oracle.today.weekday())
        mondays = [monday - timedelta(weeks=back) for back in reversed(range(WEEKS))]
        return mondays if monday == self.oracle.today else [*mondays, self.oracle.today]

    def counts(self, signals: list[Signal], day: date) -> list[Json]:
        """Children, not signals: two of one child count once."""
        there = {(one.code, one.child) for one in signals if stood(one, day)}
        codes = [code for code, _ in there]
        return [{"code": code, "week": day, "children": codes.count(code)} for code in set(codes)]

    # Who is told

    def is_told(self, signal: Signal) -> bool:
        """Whoever may see everything that it speaks of, and nobody else."""
        return self.all_is_open(signal) and self.is_shown_what_it_rests_on(signal) and self.is_true_for_me(signal)

    def spoken_of(self, signal: Signal) -> list[Child]:
        return [child for child in self.oracle.world.children if child.id in {signal.child, *signal.others}]

    def subject(self, signal: Signal) -> Child:
        return next(child for child in self.oracle.world.children if child.id == signal.child)

    def all_is_open(self, signal: Signal) -> bool:
        """Every child that it speaks of, siblings too, at content and not behind a shield."""
        return all(self.oracle.sight(child).is_open for child in self.spoken_of(signal))

    def is_shown_what_it_rests_on(self, signal: Signal) -> bool:
        """Whoever is shown no whole team is told of no signal.

        Reading: what is past is past work with the child whom it is about; of others it speaks as they are now.
        """
        projection, child = self.oracle.projection, self.subject(signal)
        shown = {
            "team": True,
            "past": self.oracle.is_elevated(child, self.oracle.sight(child)),
            "lead": projection.lead,
            "indications": projection.indications == "all",
            "assessments": projection.family,
            "family": projection.family,
            "address": projection.address,
        }
        return projection.team == "all" and all(shown[what] for what in signal.shows)

    def is_true_for_me(self, signal: Signal) -> bool:
        """Whoever sees all of a child's team is told what everything says, everybody else what is known outside.

        Reading: all of the team of every child that it speaks of.
        """
        if all(self.sees_all_of_the_team(child) for child in self.spoken_of(signal)):
            return signal.view == "whole" or signal.entire
        return signal.view == "open"

    def sees_all_of_the_team(self, child: Child) -> bool:
        world = self.oracle.world
        known = [one.id for one in (*world.practitioners, *world.services)]
        return not any(self.oracle.ties(who, child) and self.oracle.is_unnamed(who, child) for who in known)

    # Who answers for a child

    def is_answered_for(self, signal: Signal, wanted: Wanted) -> bool:
        """A manager for children open to their teams, the front door for its authority's.

        Reading: of the own part, as counts are; and by that very rule. Whomever one works with oneself is among one's
        own loose ends.
        """
        child = self.subject(signal)
        rule = "office" if self.oracle.caller.role == "front_door" else "manages"
        if not self.oracle.is_own_part(child) or self.oracle.sight(child).rule != rule:
            return False
        return wanted.service is None or any(self.is_of_team(seat, wanted.service) for seat in self.work_with(child))

    def work_with(self, child: Child) -> list[Involvement]:
        """Confirmed, kept by the child's authority, and today's."""
        return [
            seat
            for seat in self.oracle.seats(child)
            if seat.state == "confirmed" and seat.custodian == child.custodian and self.oracle.is_current(seat)
        ]

    def is_of_team(self, seat: Involvement, team: str) -> bool:
        """One of the teams that one manages; the front door may ask for any, as far as the network shows it that team.

        Reading: so for a sensitive service it is answered as for one that works with nobody.
        """
        if seat.service != team:
            return False
        if self.oracle.caller.role == "manager":
            return bool(self.oracle.managed() & set(self.oracle.service_and_those_above(team)))
        is_mine = self.oracle.is_mine(self.oracle.service(team))
        return not self.oracle.is_closed_to_me(self.oracle.service(team)) and (
            is_mine or seat.end_reason != "consent_withdrawn"
        )

    def is_wanted(self, signal: Signal, wanted: Wanted) -> bool:
        return (
            (not wanted.codes or signal.code in wanted.codes)
            and wanted.age_from <= age(self.subject(signal), self.oracle.today) <= wanted.age_to
            and signal.since <= self.oracle.today - timedelta(days=wanted.standing_days)
        )

    # What was decided

    def waits(self, signal: Signal) -> bool:
        decided = self.decided(signal)
        if decided is None or decided.decision == "assign":
            return False
        return decided.until is not None and decided.until > self.oracle.today

    def decided(self, signal: Signal) -> SignalDecision | None:
        """The last word."""
        said = [one for one in self.oracle.world.decisions if one.signal == signal.id]
        return max(said, key=lambda one: one.at, default=None)

    # Rows

    def rows(self, signals: Iterable[Signal]) -> Json:
        """By how long a reason has stood, and by nothing else."""
        return as_json({"rows": sorted((self.row(one) for one in signals), key=in_order("since", "id"))})

    def row(self, signal: Signal) -> Json:
        child = self.subject(signal)
        return {
            "id": signal.id,
            "code": signal.code,
            "since": signal.since,
            "reason": signal.reason,
            "evidence": [fact(one) for one in signal.evidence],
            "child": {name: getattr(child, name) for name in ("id", "given_name", "family_name", "born")},
            "rule": self.oracle.sight(child).told,
            "decision": self.decision(signal, child),
        }

    def decision(self, signal: Signal, child: Child) -> Json | None:
        decided = self.decided(signal)
        if decided is None:
            return None
        return {
            "id": decided.id,
            "decision": decided.decision,
            "until": decided.until,
            "reason": decided.reason,
            "assigned_to": self.assigned_to(decided, child),
            "at": decided.at,
        }

    def assigned_to(self, decided: SignalDecision, child: Child) -> str | None:
        """Whoever is unnamed around the child is not named by what they are given to do either."""
        who = decided.assigned_to
        return None if who is None or self.oracle.is_unnamed(who, child) else self.oracle.name(who)


def stood(signal: Signal, day: date) -> bool:
    ended = [end for end in (signal.until, signal.ended_on) if end is not None and end <= day]
    return signal.since <= day and not ended


def age(child: Child, today: date) -> int:
    born = child.born
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def fact(stored: str) -> Json:
    """Kept as type, id and day."""
    kind, name, *day = stored.split(" ")
    return {"type": kind, "id": name, "on": day[0] if day else None}
