"""manage.py ledger seal | verify | export | keys | restored: the seal on the access ledger, by hand."""

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.actions import restored, signing_keys, verifications
from audit.actions.exports import export_whole_ledger
from audit.events import SystemActor
from audit.models import Verification
from audit.sealing import keys
from audit.sealing.publish import publish
from audit.sealing.sealer import NotSealed, seal

BY = SystemActor("command")


class Command(BaseCommand):
    help = "Seals, verifies and exports the access ledger, and keeps its signing key (docs/ledger.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="seal|verify|export|keys|restored")
        words.add_parser("seal", help="seal what waits, and hand the checkpoints to every anchor")
        verify = words.add_parser("verify", help="check the whole ledger against checkpoints held elsewhere")
        verify.add_argument("--checkpoints", type=Path, nargs="+", default=[], metavar="FILE")
        verify.add_argument("--key", type=Path, nargs="+", default=[], metavar="FILE")
        export = words.add_parser("export", help="write the whole ledger as JSON lines")
        export.add_argument("file", type=Path)
        export.add_argument("--reason", required=True, help="why a copy is taken; it is recorded")
        keep = words.add_parser("keys", help="make or change the signing key")
        keep.add_argument("what", choices=["create", "change", "show"])
        keep.add_argument(
            "--if-none", action="store_true", help="create: be content with the key that is there"
        )
        back = words.add_parser("restored", help="go on sealing after a restore that was meant")
        back.add_argument("--reason", required=True)

    def handle(self, *args: object, word: str, **options: object) -> None:
        try:
            getattr(self, word)(**options)
        except (keys.KeyMissing, NotSealed, signing_keys.KeyRefused, restored.NothingToSetAside) as error:
            raise CommandError(str(error)) from None
        except psycopg.OperationalError as error:
            raise CommandError(f"The database cannot be reached: {error}") from None

    def seal(self, **_: object) -> None:
        done = seal()
        failed = publish(at_once=True)
        if done.number is None:
            self.stdout.write("Nothing waits to be sealed.")
        else:
            self.stdout.write(f"Sealed {done.records} records; checkpoint {done.number}.")
        if failed:
            raise CommandError(f"{failed} of the anchors could not be reached: `ledger` page, or the log.")

    def verify(self, checkpoints: list[Path], key: list[Path], **_: object) -> None:
        try:
            asked = verifications.ask_for_verification(by=BY)
        except verifications.UnderWay as error:
            raise CommandError(str(error)) from None
        done = verifications.run_verification(
            verification_id=asked.pk,
            by=BY,
            checkpoints=tuple(checkpoints),
            keys=tuple(key),
            tell=self.tell if self.stderr.isatty() else None,
        )
        self.say(done)

    def tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total} records\r", ending="")

    def say(self, done: Verification | None) -> None:
        if done is None or done.state == Verification.State.FAILED:
            raise CommandError(f"It could not be verified: {done.problem if done else 'taken up elsewhere'}")
        held = f"held checkpoint {done.held_number}" if done.held_number else "no checkpoint held elsewhere"
        if done.state == Verification.State.SOUND:
            self.stdout.write(
                f"Sound: {done.records_done} sealed records, {done.unsealed} not sealed yet; {held}."
            )
            return
        self.stdout.write("NOT SOUND")
        for one in done.found:
            until = f" to {one['until'] - 1}" if one["until"] > one["position"] + 1 else ""
            self.stdout.write(f"position {one['position']}{until}: {one['kind']}: {one['detail']}")
        sys.exit(1)

    def export(self, file: Path, reason: str, **_: object) -> None:
        if file.exists():
            raise CommandError(f"{file} is there already: name a new file.")
        made = export_whole_ledger(file=file, reason=reason, by=BY, now=datetime.now(UTC))
        self.stdout.write(f"Wrote {made.records} records to {file}; SHA-256 {made.sha256}.")

    def keys(self, what: str, if_none: bool, **_: object) -> None:
        if what == "show":
            self.stdout.write(Path(settings.LEDGER_PUBLIC_KEYS).read_text().strip())
        elif what == "change":
            seal()  # what there is goes under the old key, with the new one's record behind it
            self.stdout.write(signing_keys.change_signing_key(by=BY))
        elif not (if_none and Path(settings.LEDGER_KEY_FILE).exists()):
            self.stdout.write(signing_keys.create_signing_key(by=BY))

    def restored(self, reason: str, **_: object) -> None:
        for kept in restored.go_on_after_restore(reason=reason, by=BY):
            self.stdout.write(f"The checkpoints until now are kept in {kept}.")
