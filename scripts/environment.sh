#!/bin/sh
# Make or refresh .venv for `demo` or `dev` (what requirements-NAME.txt lists). Quick when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
kind=$1

say() { printf '%s\n' "$*" >&2; }

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# 3.11 and 3.12 first: newer ones lack the wheel that brings a redis-server.
python=
for candidate in ${PYTHON:-python3.11 python3.12 python3 python3.13 python3.14 python}; do
    if usable "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    say "Python 3.11 or newer is needed and was not found. On Debian or Ubuntu: apt install python3 python3-venv."
    say "Where it is installed under another name: make PYTHON=/path/to/python3.11 demo"
    exit 1
fi

if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "This Python lacks its venv module. On Debian or Ubuntu: apt install python$version-venv"
        exit 1
    fi
    "$python" -m venv --clear .venv
fi

# A stamp holds the hash of every requirement file; `dev` includes `demo`.
hash=$(.venv/bin/python -c '
import hashlib, pathlib
files = sorted(pathlib.Path().glob("requirements*.txt"))
print(hashlib.sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest())
')
for stamp in ".venv/$kind.stamp" .venv/dev.stamp; do
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$hash" ]; then
        exit 0
    fi
done

say "Installing requirements-$kind.txt into .venv (the first time takes a few minutes) …"
rm -f .venv/demo.stamp .venv/dev.stamp
if ! .venv/bin/python -m pip install -qq --disable-pip-version-check -r "requirements-$kind.txt"; then
    say "The packages could not be installed: see pip's words above, then run the same command again."
    exit 1
fi
if [ -f requirements-models.txt ]; then
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps -r requirements-models.txt || {
        say "The recognition models could not be installed: see pip's words above, then run the same command again."
        exit 1
    }
fi
printf '%s\n' "$hash" >".venv/$kind.stamp"
