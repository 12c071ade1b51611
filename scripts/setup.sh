#!/usr/bin/env bash
# Brings in what the build and the story need and this machine lacks. Safe to
# run at any time; quick and silent when nothing is missing.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

# What needs each: a C compiler for libsecp256k1 and SQLite; libclang, with
# clang to tell it the header folders, for the camera's bindings; the sqlite3
# program because a test reads the database with something that is not ours;
# strace because a test cuts the keeper off after each of its writes; WebKitGTK
# for the window.
SYSTEM_PACKAGES=(build-essential clang libclang-dev sqlite3 strace pkg-config libwebkit2gtk-4.1-dev)
# With --tests also: a display, a driver and a font for the tests of the window.
if [[ ${1:-} == --tests ]]; then
  SYSTEM_PACKAGES+=(xvfb webkit2gtk-driver dbus-x11 fonts-noto-cjk)
fi
# With --bundle: what packs the AppImage, and the modules that GTK loads by itself
# for pictures, settings, input methods and the graphics driver.
if [[ ${1:-} == --bundle ]]; then
  SYSTEM_PACKAGES+=(squashfs-tools patchelf librsvg2-common dconf-gsettings-backend
    gsettings-desktop-schemas ibus-gtk3 fcitx5-frontend-gtk3 libgles2)
fi
NODE_WANTED=20

demo_wanted() { [[ -z ${MIEN_DEMO:-} ]] && ! "$ROOT/scripts/demo.sh" --check; }
tools_wanted() { ! "$ROOT/scripts/tools.sh" --check; }

system_packages() {
  if ! command -v dpkg-query >/dev/null; then
    other_system
    return
  fi
  local wanted=("${SYSTEM_PACKAGES[@]}") missing=() package
  if { demo_wanted || tools_wanted; } && ! python_with_venv >/dev/null; then
    wanted+=(python3 python3-venv)
  fi
  for package in "${wanted[@]}"; do
    [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true) == installed ]] ||
      missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      stop "system packages" "missing: ${missing[*]}; there is no sudo here" \
        "as root: apt-get install ${missing[*]}"
    as_root=(sudo)
    # Without a terminal nobody can answer sudo's question.
    [[ -t 0 ]] || as_root+=(-n)
    # Asked now, because afterwards the output goes to a log.
    "${as_root[@]}" true ||
      stop "system packages" "missing: ${missing[*]}; sudo refused" \
        "as root: apt-get install ${missing[*]}"
  fi
  say "system packages: ${missing[*]}"
  local log=$OUT/log/apt.log
  logged "$log" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -q ||
    stop "system packages" "apt-get update failed (see $log)" "check the network connection"
  logged "$log" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" ||
    stop "system packages" "apt-get install failed (see $log)" \
      "check the network connection, or install by hand: ${missing[*]}"
}

# Not Debian: we name what is missing and leave the installing to the owner.
other_system() {
  local program missing=()
  for program in cc clang sqlite3 strace python3; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  ((${#missing[@]} == 0)) ||
    stop "system packages" "not found: ${missing[*]}" \
      "install a C compiler, clang with libclang, sqlite3, strace and python3 by your system's means"
  if [[ $(uname -s) == Linux ]] && ! pkg-config --exists webkit2gtk-4.1 2>/dev/null; then
    stop "system packages" "WebKitGTK 4.1 was not found, or pkg-config" \
      "install both with their development files by your system's means"
  fi
}

rust() {
  local wanted have
  wanted=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' "$ROOT/rust-toolchain.toml")
  command -v cargo >/dev/null ||
    stop "Rust" "cargo was not found" "install Rust $wanted with rustup (https://rustup.rs)"
  if ! have=$(rust_version); then
    say "Rust $wanted"
    logged "$OUT/log/rust.log" rustup toolchain install "$wanted" \
      --profile minimal --component rustfmt,clippy && have=$(rust_version) ||
      stop "Rust" "Rust $wanted is not installed, and rustup could not install it" \
        "check the network connection, then: rustup toolchain install $wanted"
  fi
  version_at_least "$have" "$wanted" ||
    stop "Rust" "this is Rust $have, $wanted is needed" "rustup toolchain install $wanted"
}

# The version that cargo will use in this repository.
rust_version() {
  local same
  same=$("$ROOT/scripts/toolchain.sh")
  (
    cd "$ROOT"
    [[ -z $same ]] || export RUSTUP_TOOLCHAIN=$same
    RUSTUP_AUTO_INSTALL=0 rustc --version 2>/dev/null </dev/null
  ) | cut -d' ' -f2
}

node() {
  command -v node >/dev/null && command -v npm >/dev/null ||
    stop "Node" "node or npm was not found" \
      "install Node $NODE_WANTED or newer with npm"
  local have
  have=$(node_version)
  version_at_least "$have" "$NODE_WANTED" ||
    stop "Node" "this is Node $have, $NODE_WANTED is needed" "install Node $NODE_WANTED or newer"
}
node_version() { command node --version | tr -d v; }

# npm_folder FOLDER WHAT: `npm ci` when the lock file differs from the one that
# was installed. Install scripts are off: the packages are only files to us.
npm_folder() {
  local folder=$ROOT/$1 what=$2 lock stamp log
  lock=$(sha256_of "$folder/package-lock.json")
  stamp=$folder/node_modules/.installed-lock
  [[ -f $stamp && $(<"$stamp") == "$lock" ]] && return 0
  node
  say "$what (npm ci in $1)"
  log=$OUT/log/npm-$1.log
  logged "$log" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund \
    --fetch-retry-mintimeout=2000 --fetch-retry-maxtimeout=10000 ||
    stop "$what" "npm ci failed in $1 (see $log)" \
      "check the network connection (a proxy's certificate goes into NODE_EXTRA_CA_CERTS)"
  printf '%s\n' "$lock" >"$stamp"
}

# The folder also holds the compiler of the test contracts, which runs anywhere.
anvil() {
  npm_folder tools "anvil and the contract compiler"
  if [[ $(uname -sm) != "Linux x86_64" && -z ${MIEN_ANVIL:-} ]] && ! command -v anvil >/dev/null; then
    stop "anvil" "the pinned anvil is for Linux on x86-64, and there is none on PATH" \
      "install Foundry's anvil, or name it in MIEN_ANVIL"
  fi
}

system_packages
rust
npm_folder models "face models"
npm_folder ui "what builds the window's pages"
anvil
"$ROOT/scripts/contracts.sh"
if demo_wanted; then "$ROOT/scripts/demo.sh"; fi
