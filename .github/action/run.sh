#!/usr/bin/env bash
# Runs the binary with the action's inputs as its arguments.
# Inputs come as environment variables and become whole words of one array, so none of them is ever read as shell text or as
# a second flag.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/words.sh"

# give NAME VALUE: the flag with its value; nothing when there is none.
give() {
  [ -z "$2" ] || arguments+=("--$1=$2")
}
# give_each NAME LINES: the flag once for each line that is not blank.
give_each() {
  local line
  while read -r line || [ -n "$line" ]; do give "$1" "$line"; done <<< "$2"
}
# switch NAME VALUE: the bare flag when `true`.
switch() {
  case $2 in
    true) arguments+=("--$1") ;;
    false | '') ;;
    *) refuse "input \`$1\` is \`true\` or \`false\`, not \`$2\`" ;;
  esac
}

arguments=()
# What `lock` is to do comes before its flags.
case ${INPUT_COMMAND:-} in
  lock-*) arguments+=("${INPUT_COMMAND#lock-}") ;;
esac
give_each target "$INPUT_TARGET"
give config "$INPUT_CONFIG"
give migrations "$INPUT_MIGRATIONS"
give schema "$INPUT_SCHEMA"
give base "$INPUT_BASE"
give base-migrations "$INPUT_BASE_MIGRATIONS"
give postgres "$INPUT_POSTGRES"
give postgres-bin "$INPUT_POSTGRES_BIN"
switch offline "$INPUT_OFFLINE"
give fail-on "$INPUT_FAIL_ON"
give format "$INPUT_FORMAT"
give output "$INPUT_OUTPUT"
give publish "$INPUT_PUBLISH"
switch all "$INPUT_ALL"
switch list-targets "$INPUT_LIST_TARGETS"
give plan "$INPUT_PLAN"
give digest "$INPUT_DIGEST"
give_each environment "$INPUT_ENVIRONMENT"
switch require-approval "$INPUT_REQUIRE_APPROVAL"
give lock-timeout "$INPUT_LOCK_TIMEOUT"
give statement-timeout "$INPUT_STATEMENT_TIMEOUT"
give wait "$INPUT_WAIT"
switch dry-run "$INPUT_DRY_RUN"
switch single-transaction "$INPUT_SINGLE_TRANSACTION"
give baseline "$INPUT_BASELINE"
switch resume "$INPUT_RESUME"
give record "$INPUT_RECORD"
switch no-rehearsal "$INPUT_NO_REHEARSAL"
give checks "$INPUT_CHECKS"
switch force "$INPUT_FORCE"
give lease "$INPUT_LEASE"
switch allow-prisma "$INPUT_ALLOW_PRISMA"
# What follows is no flag, whatever it looks like.
arguments+=(--)
while read -r file || [ -n "$file" ]; do
  [ -z "$file" ] || arguments+=("$file")
done <<< "$INPUT_FILES"

# Known also when the run ends with an error: a closed gate has a report too.
case $INPUT_OUTPUT in
  '') ;;
  /*) set_output report "$INPUT_OUTPUT" ;;
  *) set_output report "$PWD/$INPUT_OUTPUT" ;;
esac

exec "$BINARY" "${arguments[@]}"
