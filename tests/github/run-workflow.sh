#!/usr/bin/env bash
# run-workflow.sh REPOSITORY EVENT WORKFLOW [ACT ARGUMENT...]
# Runs a workflow of the git repository REPOSITORY on this machine, without containers, with `act`. Every
# `uses: migration-gate/migration-gate...@REF` in it is answered from this work tree, whatever REF it pins.
#
# What that does not show: permissions, concurrency and token scopes are not applied, and services are skipped in silence.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$1 event=$2 workflow=$3
shift 3
bash "$here/install.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gate=$work/gate
mkdir "$gate" "$work/artifacts"
export XDG_CACHE_HOME=$work/cache 
(cd "$here/../.." && tar -c --exclude=node_modules --exclude=venv --exclude=.cache action.yml .github Cargo.toml Cargo.lock crates) | tar -x -C "$gate"
# `act` does not know these keys yet. `uses: $/.` (our own repository at the commit of the workflow) is spelled out as what it means; `queue: max`
# and `deployment: false` are left out, for it knows neither concurrency nor environments.
mkdir "$work/workflows"
cp "$repository/$workflow" "$work/workflows"
sed -i -E 's#uses: \$/\.$#uses: migration-gate/migration-gate@self#; /^ +(queue: max|deployment: false)( |$)/d' \
  "$gate"/.github/workflows/*.yml "$work"/workflows/*.yml

# answer PATTERN FOLDER: whatever the workflows use that matches, at whatever ref, comes from FOLDER.
answers=()
answer() {
  local reference
  while read -r reference; do answers+=(--local-repository "${reference%%@*}@${reference##*@}=$2"); done \
    < <(cat "$repository"/.github/workflows/*.yml "$gate"/.github/workflows/*.yml | sed -nE "s#.*uses: ($1)[^@]*@([A-Za-z0-9._-]+).*#\1@\2#p" | sort -u)
}
answer migration-gate/migration-gate "$gate"
answer actions/upload-artifact "$here/upload-artifact"
answer actions/download-artifact "$here/download-artifact"

cd "$repository"
"$here/venv/bin/act" "$event" --workflows "$work/workflows" --platform ubuntu-latest=-self-hosted --no-cache-server --concurrent-jobs 1 \
  --env "ARTIFACTS=$work/artifacts" "${answers[@]}" "$@"
