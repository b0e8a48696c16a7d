#!/usr/bin/env bash
# Where is the binary of the asked-for command? Answers with the step output `binary`.
# In this order: the input `binary`, the runner's tool cache, a build from the source that lies beside action.yml.
set -euo pipefail
source_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$source_root/.github/action/words.sh"

# The cache key: a digest over the names and bytes of everything that the binary is built from. A ref would not do: tags and
# branches move.
source_digest() (
  cd "$source_root"
  files=$(find Cargo.toml Cargo.lock crates -type f | LC_ALL=C sort)
  { echo "$files"; git hash-object --stdin-paths <<< "$files"; } | git hash-object --stdin
)

# Builds the command into the file $1. Cargo reads configuration from the directory it is called in and from all above it,
# so it is called in ours: the checked-out pull request has no say in how this is compiled.
build() {
  command -v cargo > /dev/null || refuse "no binary of \`$INPUT_COMMAND\` and no \`cargo\` to build one: install Rust, or name a binary with the input \`binary\`"
  echo "::group::Building $INPUT_COMMAND from source"
  local target_dir=${RUNNER_TEMP:?}/migration-gate-build
  (cd "$source_root" && CARGO_TARGET_DIR=$target_dir cargo build --release --locked --package "$package") || refuse "\`$INPUT_COMMAND\` could not be built; the log of this step says why"
  mkdir -p "$(dirname "$1")"
  # Copied beside its place and then renamed: two jobs of one self-hosted runner never see half a file.
  local half_done="$1.$$"
  cp "$target_dir/release/$package" "$half_done"
  mv -f "$half_done" "$1"
  echo "::endgroup::"
}

case $INPUT_COMMAND in
  validate | destructive-scan | preview | deploy | verify | status) package=$INPUT_COMMAND ;;
  lock-acquire | lock-release | lock-status) package=lock ;;
  *) refuse "input \`command\`: this version knows \`validate\`, \`destructive-scan\`, \`preview\`, \`deploy\`, \`verify\`, \`status\`, \`lock-acquire\`, \`lock-release\` and \`lock-status\`, not \`$INPUT_COMMAND\`" ;;
esac

if [ -n "$INPUT_BINARY" ]; then
  [ -x "$INPUT_BINARY" ] && [ -f "$INPUT_BINARY" ] || refuse "input \`binary\`: \`$INPUT_BINARY\` is not a file that can be run"
  binary=$(cd "$(dirname "$INPUT_BINARY")" && pwd)/$(basename "$INPUT_BINARY")
else
  binary=${RUNNER_TOOL_CACHE:?}/migration-gate/$(source_digest)/${RUNNER_OS:?}-${RUNNER_ARCH:?}/$package
  [ -x "$binary" ] || build "$binary"
fi
"$binary" --version
set_output binary "$binary"
