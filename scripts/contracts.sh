#!/usr/bin/env bash
# Compiles the devnet's test contracts into out/contracts, unless they are there
# from the same sources.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

FOLDER=$OUT/contracts
STAMP=$FOLDER/.sources
WANTED=$(cat "$ROOT"/tools/contracts/*.sol "$ROOT/tools/compile.mjs" "$ROOT/tools/package-lock.json" |
  sha256_of /dev/stdin)

if [[ -f $STAMP && $(<"$STAMP") == "$WANTED" ]]; then exit 0; fi
say "test contracts (solc)"
log=$OUT/log/contracts.log
logged "$log" node "$ROOT/tools/compile.mjs" "$FOLDER" ||
  stop "test contracts" "solc could not compile them (see $log)" "remove tools/node_modules and run again"
printf '%s\n' "$WANTED" >"$STAMP"
