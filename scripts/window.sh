#!/usr/bin/env bash
# window.sh APP NODE-ARGUMENTS...: runs a script that drives the app's windows,
# on a message bus of its own. The photographs take the place of a camera.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"
app=$(realpath "$1")
shift

MIEN_DEMO=${MIEN_DEMO:-$OUT/demo}
[[ -f $MIEN_DEMO/obama.jpg ]] || stop "the window" "the photographs are missing in $MIEN_DEMO" "make setup"
export MIEN_DEMO MIEN_APP=$app
export MIEN_SCREENSHOTS=$OUT/screenshots
mkdir -p "$OUT/log"
# The bus and WebKit tell of services that a bare display lacks.
# That bus is the system's as well, so that a test can say that it sleeps.
# shellcheck disable=SC2016
dbus-run-session -- sh -c 'DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec node "$@"' node "$@" 2>"$OUT/log/window.log" || {
  tail -n 25 "$OUT/log/window.log" | sed 's/^/  | /' >&2
  exit 1
}
