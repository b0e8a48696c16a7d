#!/usr/bin/env bash
# Installs beside this file what reads and runs our YAML and judges our calls: package-lock.json exactly, and requirements.txt.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for program in node npm python3; do
  command -v "$program" > /dev/null || { echo "\`$program\` is needed to judge workflows and calls" >&2; exit 3; }
done
# Tests run side by side: one installs, the others wait for it.
mkdir -p .cache
exec 9> .cache/lock
flock 9
wanted=$(cat package-lock.json requirements.txt read-workflows.mjs describe-api.mjs operations.txt | git hash-object --stdin)
[ "$(cat .cache/installed 2> /dev/null)" != "$wanted" ] || exit 0
npm ci --no-audit --no-fund --loglevel=error
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check --requirement requirements.txt
# The parser imports JSON in a way that Node 20 refuses; bundled, it runs everywhere.
node_modules/.bin/esbuild read-workflows.mjs --bundle --platform=node --format=esm --log-level=error \
  --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" \
  --outfile=.cache/read-workflows.mjs
node describe-api.mjs node_modules/@octokit/openapi/generated/api.github.com.json operations.txt .cache/github.json
echo "$wanted" > .cache/installed
