"""Settings from the environment. An odd value stops the start; it is never guessed at."""

import os
import re
from pathlib import Path


class OddSetting(ValueError):
    """An environment variable holds something the portal cannot use."""


def env_text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_bool(name: str, default: bool) -> bool:
    value = env_text(name, str(default)).lower()
    if value in ("true", "1", "yes"):
        return True
    if value in ("false", "0", "no"):
        return False
    raise OddSetting(f"{name} is {value!r}; write true or false.")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    value = env_text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise OddSetting(f"{name} is {value!r}; write a whole number.") from None
    if number < least:
        raise OddSetting(f"{name} is {number}; it must be at least {least}.")
    return number


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_box(name: str, default: str) -> tuple[float, float, float, float]:
    """South, west, north, east in degrees."""
    try:
        south, west, north, east = (float(part) for part in env_list(name, default))
        if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
            raise ValueError(name)
    except ValueError:
        raise OddSetting(f"{name} must be south, west, north and east in degrees: {default}") from None
    return south, west, north, east


def env_tiles(name: str) -> str:
    """Where map tiles come from, or ''. One https host, because the pages' security policy will name it."""
    url = env_text(name)
    if url and not re.fullmatch(r"https://[a-z0-9.-]+(:\d+)?/[\w./{}?=&%-]*", url):
        raise OddSetting(
            f"{name} is {url!r}; write for example https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    if url and not all(part in url for part in ("{z}", "{x}", "{y}")):
        raise OddSetting(f"{name} must hold {{z}}, {{x}} and {{y}}.")
    return url


def env_secret(name: str, *, file: Path | None = None) -> str:
    """The secret in `name`, in the file that `name`_FILE names, or in `file` where that exists; else ''."""
    if value := env_text(name):
        return value
    named = env_text(f"{name}_FILE")
    if named:
        try:
            return Path(named).read_text().strip()
        except OSError as error:
            raise OddSetting(f"{name}_FILE names {named}, which cannot be read: {error.strerror}.") from None
    if file is not None and file.exists():
        return file.read_text().strip()
    return ""
