#!/usr/bin/env bash
# tally.sh JUNIT: the last words of a test run. Lists what tests left out, with
# the reason they printed, and closes with the count.
set -euo pipefail
junit=$1

[[ -s $junit ]] || {
  echo "no test report at $junit: run make unit" >&2
  exit 1
}
grep -ho 'skipped: [^<]*' "$junit" | sort | uniq -c | sed 's/^ *\([0-9]*\) /\1 x /' || true

attribute() { sed -n "s/.*<testsuites [^>]*$1=\"\([0-9]*\)\".*/\1/p" "$junit"; }
tests=$(attribute tests)
failed=$(($(attribute failures) + $(attribute errors)))
printf '%d passed, %d failed\n' $((tests - failed)) "$failed"
((tests > 0 && failed == 0))
