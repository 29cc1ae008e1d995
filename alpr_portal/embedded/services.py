"""PostgreSQL and Redis together, for as long as a block runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alpr_portal.embedded.lock import only_instance
from alpr_portal.embedded.postgres import EmbeddedPostgres
from alpr_portal.embedded.redis import EmbeddedRedis


@dataclass(frozen=True)
class Services:
    """Two running servers. `database_url` is the superuser's."""

    postgres: EmbeddedPostgres
    redis: EmbeddedRedis

    @classmethod
    def under(cls, folder: Path) -> "Services":
        """Both, not yet started."""
        return cls(EmbeddedPostgres(folder / "postgres"), EmbeddedRedis(folder / "redis"))

    @property
    def database_url(self) -> str:
        return self.postgres.url

    @property
    def redis_url(self) -> str:
        return self.redis.url


@contextmanager
def services(folder: Path) -> Iterator[Services]:
    """Start both under `folder`, stop both at the end. Raises EmbeddedError."""
    with only_instance(folder, what="A pair of services"):
        both = Services.under(folder)
        try:
            both.postgres.start()
            both.redis.start()
            yield both
        finally:
            both.redis.stop()
            both.postgres.stop()
