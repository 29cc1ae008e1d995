#!/bin/sh
# See that Chromium and its driver are here for the browser tests; install them where that is possible.
set -eu

here() { command -v chromium >/dev/null 2>&1 && command -v chromedriver >/dev/null 2>&1; }

if here; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing chromium and chromium-driver …" >&2
    apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null || true
fi
if ! here; then
    echo "The browser tests need Chromium and its driver. As root: apt-get install chromium chromium-driver" >&2
    exit 1
fi
