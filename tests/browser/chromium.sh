#!/bin/sh
# Makes sure there is a Chromium for the browser tests: one that is there, else Playwright's, else the system's package.
# Usage: chromium.sh PYTHON
set -u
for name in "${ATTEST_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
    echo "Browser tests use $(command -v "$name")."
    exit 0
  fi
done
echo "No Chromium found; fetching one."
if "$1" -m playwright install --with-deps chromium; then exit 0; fi
if command -v apt-get >/dev/null 2>&1; then
  SUDO=$([ "$(id -u)" = 0 ] || echo sudo)
  $SUDO apt-get update -q && $SUDO apt-get install -y -q chromium && exit 0
fi
echo "No Chromium could be fetched. Install one and name it in ATTEST_CHROMIUM." >&2
exit 1
