"""Taking in a read that was accepted: matched against the lists, chalked, and told to the patrol screens."""

from datetime import datetime

from audit.events import Event, SystemActor, record
from audit.system import system_access
from enforcement import live
from enforcement.actions import chalking, matching
from enforcement.selectors.reads import accepted_reads


def take_in(*, read_ids: list[int], by: SystemActor, now: datetime) -> None:
    """All that enforcement does with reads, in one transaction. A read may come twice, and again when it was
    corrected: what is there then stays.
    """
    with (
        system_access(
            "matcher", door="enforcement.match", reason="Match accepted reads", reads=len(read_ids)
        ) as access,
        access.transaction(),
    ):
        reads = accepted_reads(read_ids=read_ids)
        if not reads:
            return
        hits = matching.match(reads=reads, by=by, now=now)
        marks = chalking.chalk(reads=reads, by=by, now=now)
        for read in reads:
            live.publish("read", read.uid, read.camera.vehicle)
        record(
            Event.READS_MATCHED,
            target=reads[0].ledger_name(),
            by=by,
            reads=len(reads),
            hits=len(hits),
            marks=len(marks),
        )
