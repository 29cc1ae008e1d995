"""The embedded Redis: starts, keeps what it was told through a kill, touches no stranger."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from alpr_portal.embedded.errors import EmbeddedError
from alpr_portal.embedded.redis import EmbeddedRedis, find_program, version_of
from tests.embedded.helpers import wait_until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    running = EmbeddedRedis(tmp_path / "redis")
    running.start()
    yield running
    running.stop()


def push(server: EmbeddedRedis, value: str) -> None:
    with redis.Redis.from_url(server.url) as client:
        client.rpush("queue", value)


def queue(server: EmbeddedRedis) -> list[bytes]:
    with redis.Redis.from_url(server.url) as client:
        return client.lrange("queue", 0, -1)


def test_messages_are_there_after_a_stop_and_a_start(server: EmbeddedRedis) -> None:
    push(server, "frame 1")
    server.stop()
    assert server.pid is None
    server.start()
    assert queue(server) == [b"frame 1"]


def test_messages_are_there_after_the_server_was_killed(server: EmbeddedRedis) -> None:
    push(server, "frame 1")
    os.kill(server.pid or 0, signal.SIGKILL)
    wait_until(lambda: not server.alive())
    assert server.socket.exists()
    server.start()
    assert queue(server) == [b"frame 1"]


def test_running_server_is_taken_over_and_not_started_twice(server: EmbeddedRedis) -> None:
    newcomer = EmbeddedRedis(server.folder)
    newcomer.start()
    assert newcomer.pid == server.pid


def test_server_of_another_folder_is_left_alone(server: EmbeddedRedis, tmp_path: Path) -> None:
    other = EmbeddedRedis(tmp_path / "other")
    other.start()
    other.stop()
    assert server.alive()
    push(server, "still here")


def test_server_without_its_socket_is_replaced(server: EmbeddedRedis) -> None:
    push(server, "frame 1")
    first = server.pid
    server.socket.unlink()
    server.start()
    assert server.pid != first
    assert queue(server) == [b"frame 1"]


def test_network_is_shut_and_the_socket_is_private(server: EmbeddedRedis) -> None:
    with redis.Redis.from_url(server.url) as client:
        assert client.config_get("port") == {"port": "0"}
    assert server.socket.stat().st_mode & 0o077 == 0


def test_program_that_is_no_redis_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    false_one = tmp_path / "redis-server"
    false_one.write_text("#!/bin/sh\necho Redis server v=5.0.1\n")
    false_one.chmod(0o755)
    assert version_of(str(false_one)) == (5, 0)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert find_program() != false_one


def test_broken_file_gives_the_end_of_the_log(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "redis")
    server.folder.mkdir()
    (server.folder / "appendonly.aof").write_text("no such format\r\n")
    with pytest.raises(EmbeddedError, match=r"Redis did not start[\s\S]*redis.log"):
        server.start()
