"""Take in an authority's network extract: validate all of it, then write it, or say everything that is wrong."""

import asyncio
import csv
import os
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from graph_service.access.scope import owner_label, parts_open, parts_shared_with
from graph_service.actions import extract_runs as runs
from graph_service.actions.clock import today
from graph_service.actions.extract_merged import MergedRecords, merged_records
from graph_service.actions.extract_steps import STEPS, Step
from graph_service.actions.parts import parts_in_force
from graph_service.domain.batches import batches
from graph_service.domain.closed_lists import Tier
from graph_service.domain.problems import Internal
from graph_service.extracts import rows as r
from graph_service.extracts.faults import Fault, Faults
from graph_service.extracts.keys import Sender
from graph_service.extracts.validation import NOT_KNOWN, Extract, Validator
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

BATCH = 5000


class Code(BaseModel):
    code: str


class Known(BaseModel):
    id: str
    tier: Tier | None


class FactId(BaseModel):
    id: str


class Released(BaseModel):
    released: int


class Found(BaseModel):
    found: int


class ReceiptLine(BaseModel):
    origin: str
    child_id: str
    held: bool


LIST_AUTHORITIES = query("authorities/list_authorities", Code)
KNOWN = query("extracts/import_extract__known", Known)
MOVED = query("extracts/import_extract__moved", FactId)
CLASHES = query("extracts/import_extract__clashes", FactId)
RELEASE = query("extracts/import_extract__release", Released)
POSSIBLE_DUPLICATES = query("extracts/import_extract__possible_duplicates", Found)
RECEIPT = query("extracts/import_extract__receipt", ReceiptLine)


class ExtractRefused(Exception):
    """Nothing was written; `faults` holds everything that is wrong."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        super().__init__(f"{faults.count} faults")


@dataclass
class Counts:
    rows: int = 0
    created: int = 0
    changed: int = 0

    @property
    def unchanged(self) -> int:
        return self.rows - self.created - self.changed


@dataclass
class ImportReport:
    """What one run did, file by file; `held` children are visible to nobody until protections are signed off.

    `same_as` is the instant of the last run where that was made of the very same files: then nothing was to do.
    """

    files: dict[str, Counts] = field(default_factory=dict)
    released: int = 0
    held: int = 0
    possible_duplicates: int = 0
    same_as: datetime | None = None

    @property
    def changed_nothing(self) -> bool:
        return not self.released and all(count.unchanged == count.rows for count in self.files.values())


@dataclass(frozen=True, slots=True)
class Progress:
    """Called as work is done: `start(what, total rows)`, then `advance(rows)`."""

    start: Callable[[str, int | None], None] = lambda _what, _total: None
    advance: Callable[[int], None] = lambda _rows: None


async def import_extract(
    graph: Graph,
    folder: Path,
    sender: Sender,
    *,
    by: str,
    protections_as_of: date | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Validate and write. Raises ExtractRefused, with nothing written, if one row is bad.

    `protections_as_of` is the day on which somebody checked protections.csv: unless that is today, and the file
    is there, new children stay held. A file's own date would not do: copying renews it. Running it again changes
    nothing, so a run that was cut off is simply run again.
    """
    progress = progress or Progress()
    before = await runs.last_run(graph, sender)
    digest = await asyncio.to_thread(runs.digest_of, folder)
    if before and before.complete and before.digest == digest:
        return ImportReport(same_as=before.started_at)
    merged = await merged_records(graph, sender.authority)
    extract = await _validated(graph, folder, sender, merged, progress)
    if before:
        await _refuse_moved(graph, extract, merged)
    run = await runs.begin(graph, sender, digest, by)
    report = await _write(graph, extract, merged, run.now, by, progress)
    signed_off = protections_as_of == today() and (folder / r.ProtectionRow.file).is_file()
    await _release(graph, extract, report, signed_off)
    await parts_in_force(graph, max_age=0)  # this run may have opened a part
    await _pair(graph, extract, report, run.now, by)
    await runs.finish(graph, run, report.held)
    return report


async def write_receipt(graph: Graph, folder: Path, sender: Sender, file: Path) -> None:
    """Our number beside each of the sender's keys, for their own system; readable by its owner only."""
    extract = Extract(folder, sender)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["child_key", "child_id"])
        for keys in batches((row.key()[0] for row in extract.read(r.ChildRow)), BATCH):
            origins = {sender.fact_id(r.ChildRow.file, key): key for key in keys}
            known = await graph.rows(RECEIPT, origins=list(origins), custodian=sender.authority, limit=BATCH)
            lines.writerows((origins[line.origin], line.child_id) for line in known)


async def _validated(graph: Graph, folder: Path, sender: Sender, merged: MergedRecords, progress: Progress) -> Extract:
    authorities = {row.code for row in await graph.rows(LIST_AUTHORITIES, limit=10_000)}
    extract = Extract(folder, sender)
    if sender.authority not in authorities:
        extract.faults.add(Fault("--authority", 0, "code", "no authority has this code; load authorities first"))
    elif not any((folder / model.file).is_file() for model in r.FILES):
        extract.faults.add(Fault(folder.name, 0, "folder", "there is no file of the network extract in it"))
    else:
        progress.start("Checking", None)
        await asyncio.to_thread(Validator(extract, authorities).validate, progress.advance)
        await _ask_the_graph(graph, extract, merged)
    if extract.faults.count:
        raise ExtractRefused(extract.faults)
    return extract


async def _ask_the_graph(graph: Graph, extract: Extract, merged: MergedRecords) -> None:
    """Questions that the folder left: records sent before, or by another authority; places already taken."""
    sender = extract.sender
    agreed = parts_shared_with(sender.authority, await parts_in_force(graph, max_age=0), today())
    wanted = {sender.refers_to(question.kind, question.reference) for question in extract.questions}
    wanted |= {sender.refers_to("services", reference) for _, reference in extract.sensitive_unknown}
    known: dict[str, Tier | None] = {}
    for ids in batches(sorted(wanted), BATCH):
        rows = await graph.rows(KNOWN, ids=ids, custodian=sender.authority, agreed=agreed, limit=BATCH)
        known |= {row.id: row.tier for row in rows}
    for question in extract.questions:
        if sender.refers_to(question.kind, question.reference) not in known:
            extract.faults.add(Fault(question.file, question.line, question.column, NOT_KNOWN))
    for line, reference in extract.sensitive_unknown:
        if known.get(sender.refers_to("services", reference)) is Tier.SENSITIVE:
            sentence = "a sensitive service needs basis, basis_by and basis_on"
            extract.faults.add(Fault(r.InvolvementRow.file, line, "basis", sentence))
    await _refuse_clashes(graph, extract, merged)


async def _refuse_clashes(graph: Graph, extract: Extract, merged: MergedRecords) -> None:
    sender = extract.sender
    leads = {sender.fact_id(r.LeadRow.file, *key): (line, child) for line, child, key in extract.leads}
    accounts = {sender.fact_id(r.AccountRow.file, subject): (line, subject) for line, subject in extract.subjects}
    asked = [{"id": id_, "child": sender.refers_to("children", child)} for id_, (_, child) in leads.items()]
    clashes = await graph.rows(
        CLASHES,
        leads=[one for one in asked if one["child"] not in merged.by_origin],
        accounts=[{"id": id_, "subject": subject} for id_, (_, subject) in accounts.items()],
        limit=BATCH,
    )
    for clash in clashes:
        if clash.id in leads:
            sentence = "this child has a current accepted lead already: end that one first"
            extract.faults.add(Fault(r.LeadRow.file, leads[clash.id][0], "state", sentence))
        else:
            sentence = "somebody else signs in with this"
            extract.faults.add(Fault(r.AccountRow.file, accounts[clash.id][0], "subject", sentence))


async def _refuse_moved(graph: Graph, extract: Extract, merged: MergedRecords) -> None:
    """A keyed fact cannot turn out to be about another child: that is another fact (model.md, recorded in error)."""
    faults = Faults()
    for model in (r.InvolvementRow, r.IndicationRow, r.AssessmentRow):
        for rows in batches(extract.read(model), BATCH):
            asked = {extract.sender.fact_id(row.file, *row.key()): row for row in rows}
            ends = [{"id": id_, **_ends(row, extract.sender, merged)} for id_, row in asked.items()]
            for moved in await graph.rows(MOVED, rows=ends, limit=BATCH):
                sentence = (
                    f"the key {asked[moved.id].key()[0]} was sent about another child or by another person: end that "
                    "one with end_reason recorded_in_error and send this under a new key"
                )
                faults.add(Fault(model.file, 0, model.identity[0], sentence))
    if faults.count:
        raise ExtractRefused(faults)


def _ends(row: Any, sender: Sender, merged: MergedRecords) -> dict[str, str]:
    who = (
        sender.refers_to("practitioners", row.practitioner_key)
        if row.practitioner_key
        else sender.refers_to("services", row.service_key)
    )
    return {"child": merged.child(sender.refers_to("children", row.child_key)), "who": who}


async def _write(
    graph: Graph, extract: Extract, merged: MergedRecords, now: datetime, by: str, progress: Progress
) -> ImportReport:
    report = ImportReport()
    progress.start("Writing", sum(extract.rows[step.file.file] for step in STEPS))
    for step in STEPS:
        if extract.rows[step.file.file]:
            counts = await _run_step(graph, extract, step, merged, now, by, progress)
            if step.counted:
                total = report.files.setdefault(step.file.file, Counts())
                total.rows += counts.rows
                total.created += counts.created
                total.changed += counts.changed
    return report


async def _run_step(
    graph: Graph, extract: Extract, step: Step, merged: MergedRecords, now: datetime, by: str, progress: Progress
) -> Counts:
    """The next batch is read from its file while the database writes this one."""
    counts = Counts()
    sender = extract.sender
    more = await _more(graph, step, sender)
    rows_sent = batches((map_ for row in extract.read(step.file) for map_ in step.maps(row, sender)), BATCH)

    async def write(rows: list[dict[str, Any]]) -> None:
        batch = merged.redirected(step.file, rows)
        answer = await graph.write(
            step.query, rows=batch, custodian=sender.authority, now=now, by=by, source=sender.source, **more
        )
        if step.exact and answer[0].written < len(batch):
            raise Internal(f"{step.query.name} wrote {answer[0].written} of {len(batch)} rows; run the import again")
        counts.rows += len(rows)
        counts.created += answer[0].created
        counts.changed += answer[0].changed

    await _overlapped(rows_sent, write)
    progress.advance(extract.rows[step.file.file])
    return counts


async def _more(graph: Graph, step: Step, sender: Sender) -> dict[str, object]:
    """What only some statements take: the owner's label, and the parts in force."""
    more: dict[str, object] = {}
    if "owner" in step.query.params:
        more["owner"] = owner_label(sender.authority)
    if "open" in step.query.params:
        more["open"] = parts_open(await parts_in_force(graph), today())
    return more


async def _overlapped(batches: Iterator[list[Any]], write: Callable[[list[Any]], Awaitable[None]]) -> None:
    batch = await asyncio.to_thread(_following, batches)
    while batch:
        writing = asyncio.ensure_future(write(batch))
        try:
            batch = await asyncio.to_thread(_following, batches)
        finally:
            await writing


def _following(batches: Iterator[list[Any]]) -> list[Any] | None:
    return next(batches, None)


async def _release(graph: Graph, extract: Extract, report: ImportReport, signed_off: bool) -> None:
    """The owner's label, last; without protections of today the run's new children stay held."""
    sender = extract.sender
    for keys in batches((row.key()[0] for row in extract.read(r.ChildRow)), BATCH):
        origins = [sender.fact_id(r.ChildRow.file, key) for key in keys]
        if signed_off:
            report.released += (await graph.write(RELEASE, rows=origins, owner=owner_label(sender.authority)))[
                0
            ].released
        else:
            known = await graph.rows(RECEIPT, origins=origins, custodian=sender.authority, limit=BATCH)
            report.held += sum(line.held for line in known)


async def _pair(graph: Graph, extract: Extract, report: ImportReport, now: datetime, by: str) -> None:
    """Who may be somebody else's child too; last, because a child that is held is compared with nobody."""
    sender = extract.sender
    open_parts = parts_open(await parts_in_force(graph), today())
    for keys in batches((row.key()[0] for row in extract.read(r.ChildRow)), BATCH):
        origins = [sender.fact_id(r.ChildRow.file, key) for key in keys]
        found = await graph.write(
            POSSIBLE_DUPLICATES, rows=origins, custodian=sender.authority, open=open_parts, now=now, by=by,
            source=sender.source,
        )  # fmt: skip
        report.possible_duplicates += found[0].found
