#!/usr/bin/env bash
# lint.sh [ROOT]: three independent readers of the same YAML: GitHub's parser, actionlint, zizmor.
# Reads action.yml, .github/workflows and workflows-templates below ROOT (default: this repository). Exit code 1 on any finding.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bash "$here/install.sh"
cd "${1:-$here/../..}"
shopt -s nullglob
workflows=(.github/workflows/*.y*ml workflows-templates/*.y*ml)
actions=(action.y*ml)
[ ${#workflows[@]} -gt 0 ] || { echo "no workflow below $PWD" >&2; exit 2; }

found=0
node "$here/.cache/read-workflows.mjs" "$PWD" "${workflows[@]}" "${actions[@]}" || found=1
"$here/venv/bin/actionlint" -no-color -oneline "${workflows[@]}" || found=1
"$here/venv/bin/zizmor" --offline --quiet --persona auditor "${workflows[@]}" "${actions[@]}" || found=1
for script in .github/action/*.sh; do bash -n "$script" || found=1; done
exit "$found"
