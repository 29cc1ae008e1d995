"""A bucket with object lock: what is put there can be deleted by nobody, its owner included, until its
day."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from audit.sealing.anchors import AnchorFailed
from audit.sealing.anchors.file import number_of


class S3Anchor:
    newest_only = True

    def __init__(
        self,
        *,
        bucket: str,
        days: int,
        endpoint: str = "",
        prefix: str = "ledger/",
        seconds: int = 60,
        name: str = "s3",
        client: Any = None,
    ) -> None:
        self.name = name
        self.bucket = bucket
        self.prefix = prefix
        self.keep = timedelta(days=days)
        self.every = timedelta(seconds=seconds)
        self.client = client or boto3.client("s3", endpoint_url=endpoint or None)

    def publish(self, notes: Sequence[str]) -> str:
        note = notes[-1].encode()
        key = f"{self.prefix}{number_of(notes[-1]):012}-{sha256(note).hexdigest()[:8]}.txt"
        try:
            self.client.put_object(
                Bucket=self.bucket,
                Key=key,
                Body=note,
                ContentType="text/plain; charset=utf-8",
                ChecksumAlgorithm="SHA256",
                IfNoneMatch="*",
                ObjectLockMode="COMPLIANCE",
                ObjectLockRetainUntilDate=datetime.now(UTC) + self.keep,
            )
        except ClientError as error:
            # There already: handed over, and the answer was lost.
            if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode") != 412:
                raise AnchorFailed(f"The bucket {self.bucket} refused: {error}") from None
        except BotoCoreError as error:
            raise AnchorFailed(f"The bucket {self.bucket} cannot be reached: {error}") from None
        return f"s3://{self.bucket}/{key}"

    def agrees_with(self, *, number: int, note_of: Callable[[int], str | None]) -> None:
        """Not asked at each seal: a verification reads the bucket's checkpoints where they are copied to
        a folder."""
