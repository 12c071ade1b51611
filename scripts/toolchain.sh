#!/usr/bin/env bash
# Prints the name of an installed toolchain that *is* the wanted Rust under
# another name (such as `stable`), when the wanted name itself is not installed.
# Prints nothing otherwise. The Makefile then sets RUSTUP_TOOLCHAIN to it, so
# that a machine without the download servers can still build.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v rustup >/dev/null || exit 0
export RUSTUP_AUTO_INSTALL=0
rustc --version >/dev/null 2>&1 </dev/null && exit 0

wanted=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
while read -r name _; do
  have=$(rustup run "$name" rustc --version 2>/dev/null </dev/null) || continue
  [[ $have == "rustc $wanted "* ]] || continue
  # The checks need both components; without them it is not the wanted one.
  rustup run "$name" cargo-clippy --version >/dev/null 2>&1 </dev/null || continue
  rustup run "$name" rustfmt --version >/dev/null 2>&1 </dev/null || continue
  printf '%s\n' "$name"
  exit 0
done < <(rustup toolchain list 2>/dev/null)
