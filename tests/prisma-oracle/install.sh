#!/bin/sh
# Installs the pinned packages of package-lock.json beside this script; does nothing when they are there already.
set -eu
cd "$(dirname "$0")"
command -v node >/dev/null && command -v npm >/dev/null || {
    echo "Node 20 or later with npm is needed: install it (Debian, Ubuntu: apt-get install -y nodejs npm)" >&2
    exit 1
}
if cmp -s package-lock.json node_modules/.installed-lock; then exit 0; fi
npm ci --ignore-scripts --no-audit --no-fund
cp package-lock.json node_modules/.installed-lock
