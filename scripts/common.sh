# Sourced by the other scripts: the repository's root and one way to fail.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
OUT=${MIEN_OUT:-$ROOT/out}
export ROOT OUT

# One line for a step that takes time. Steps that find nothing to do say nothing.
say() { printf 'setup: %s\n' "$*" >&2; }

# stop STEP REASON WHAT-TO-DO: every failure names the step and the way on.
stop() {
  printf '\nsetup stopped at: %s\n  reason:     %s\n  what to do: %s\n' "$1" "$2" "$3" >&2
  printf '  Then run the same command again: finished steps are not repeated.\n' >&2
  exit 1
}

# logged FILE COMMAND...: output goes to the file, and is shown only on failure.
logged() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 25 "$log" | sed 's/^/  | /' >&2
    return 1
  fi
}

sha256_of() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1" | cut -d' ' -f1
  else
    shasum -a 256 "$1" | cut -d' ' -f1
  fi
}

# version_at_least HAVE WANT: compares the first two numbers of dotted versions.
version_at_least() {
  local have_major have_minor want_major want_minor
  IFS=. read -r have_major have_minor _ <<<"$1.0"
  IFS=. read -r want_major want_minor _ <<<"$2.0"
  ((have_major > want_major || (have_major == want_major && have_minor >= want_minor)))
}

# The Python that can make a virtual environment, or nothing: the user's own
# comes first, the system's second; neither is ever installed into.
python_with_venv() {
  local candidate
  for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

# A private virtual environment in out/, so that no Python of the machine changes.
private_python() {
  local log=$OUT/log/venv.log python
  if ! "$OUT/venv/bin/python" -c 'import pip' 2>/dev/null; then
    python=$(python_with_venv) ||
      stop "Python environment" "no python3 that has the venv module" \
        "install it (Debian: apt-get install python3-venv)"
    rm -rf "$OUT/venv"
    logged "$log" "$python" -m venv "$OUT/venv" ||
      stop "Python environment" "python3 -m venv failed (see $log)" \
        "check that $OUT is writable and has 100 MB free"
  fi
  export PRIVATE_PYTHON=$OUT/venv/bin/python
}
