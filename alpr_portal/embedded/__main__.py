"""`python -m alpr_portal.embedded demo` starts the whole portal; `… services` only PostgreSQL and Redis;
`… manage WORDS` runs `manage.py` against the demo that is running."""

import argparse
import os
import sys

from alpr_portal.embedded.demo import Demo, DemoSettings, run_beside
from alpr_portal.embedded.errors import EmbeddedError
from alpr_portal.embedded.lock import only_instance
from alpr_portal.embedded.progress import Progress
from alpr_portal.embedded.services import Services
from alpr_portal.embedded.supervisor import StopRequested, Supervisor


def run_services(settings: DemoSettings, progress: Progress) -> None:
    supervisor = Supervisor(tell=progress.tell)
    supervisor.listen()
    both = Services.under(settings.folder)
    with only_instance(settings.folder, what="A pair of services"):
        try:
            supervisor.start(both.postgres)
            supervisor.start(both.redis)
            progress.tell(f"DATABASE_URL='{both.database_url}'\nREDIS_URL='{both.redis_url}'")
            progress.tell("Ctrl-C stops them.")
            supervisor.watch()
        except StopRequested:
            progress.tell("Stopping …")
        finally:
            supervisor.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m alpr_portal.embedded", description=__doc__)
    parser.add_argument("what", choices=("demo", "services", "manage"))
    parser.add_argument("words", nargs=argparse.REMAINDER, help="for manage: the command and its options")
    said = parser.parse_args()
    progress = Progress(steps=13)
    progress.carry_warnings()
    os.umask(0o077)
    try:
        settings = DemoSettings.from_environment(os.environ)
        if said.what == "demo":
            Demo(settings, progress).run()
        elif said.what == "manage":
            return run_beside(settings, *said.words)
        else:
            run_services(settings, progress)
    except (EmbeddedError, KeyboardInterrupt) as error:
        sys.stderr.write(f"\n{error or 'Stopped.'}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"\n{error.filename or 'The portal'} cannot be used: {error.strerror}.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
