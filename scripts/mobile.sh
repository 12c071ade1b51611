#!/usr/bin/env bash
# What only a desktop has must not be pulled in for a telephone. The names are
# looked for in the desktop's tree too: one that is not there any more would
# make this a check that cannot fail.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"
cd "$ROOT"

DESKTOP_ONLY=(arboard gio gtk nokhwa rfd webkit2gtk)

# tree TARGET: the names of the packages that the app is made of there.
tree() {
  cargo tree --quiet --locked --target "$1" --package mien-app --edges normal \
    --prefix none --format '{p}' | cut -d ' ' -f 1 | sort -u
}

desktop=$(tree x86_64-unknown-linux-gnu)
for name in "${DESKTOP_ONLY[@]}"; do
  grep -qx "$name" <<<"$desktop" ||
    stop "telephones" "the desktop's app has no $name any more" "correct the list in scripts/mobile.sh"
done
for target in aarch64-linux-android aarch64-apple-ios; do
  phone=$(tree "$target")
  for name in "${DESKTOP_ONLY[@]}"; do
    if grep -qx "$name" <<<"$phone"; then
      stop "telephones" "$name is pulled in for $target" "make it a dependency of desktops only"
    fi
  done
done
