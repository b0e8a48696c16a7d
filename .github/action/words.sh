# The two things the action's scripts say to the runner: a refusal, and an output. Sourced, not run.

# refuse MESSAGE: an error annotation, and exit code 2 (wrong usage). The message may hold what somebody else wrote, so it is
# escaped as workflow commands want it: a line break in it would otherwise begin a command of its own.
refuse() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  echo "::error title=Migration Gate::${text//$'\n'/%0A}" >&2
  exit 2
}

# set_output NAME VALUE: under a delimiter that no value can foresee.
set_output() {
  local delimiter
  delimiter="end-$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  printf '%s<<%s\n%s\n%s\n' "$1" "$delimiter" "$2" "$delimiter" >> "$GITHUB_OUTPUT"
}
