#!/usr/bin/env bash
# bundle.sh BIN: a Debian package and an AppImage of the programs in BIN, with
# the model files that the packs name and nothing else of the packages that they
# came in, and with what the demonstration takes.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"
bin=$1
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n1)
architecture=$(dpkg --print-architecture)
root=$OUT/bundle/mien_${version}_$architecture
image=$OUT/bundle/Mien-$version-$(uname -m).AppImage
rm -rf "$root"
share=$root/usr/share/mien

install -D -m 755 -t "$root/usr/bin" "$bin/mien" "$bin/mien-app"

# The manifests, and each file that one of them names.
install -D -m 644 -t "$share/models/packs" "$ROOT"/models/packs/*.json
# shellcheck disable=SC2016
node -e '
  const { readFileSync, existsSync } = require("node:fs");
  const named = (value) => value && typeof value === "object"
    ? [...(typeof value.path === "string" ? [value.path] : []), ...Object.values(value).flatMap(named)]
    : [];
  for (const manifest of process.argv.slice(2)) {
    const files = named(JSON.parse(readFileSync(manifest, "utf8")));
    // A pack from elsewhere, whose files its owner adds.
    if (files.every((f) => existsSync(`${process.argv[1]}/${f}`))) files.forEach((f) => console.log(f));
  }
' "$ROOT/models" "$ROOT"/models/packs/*.json | sort -u | while read -r file; do
  install -D -m 644 "$ROOT/models/$file" "$share/models/$file"
done
install -D -m 644 "$ROOT/models/README.md" "$share/models/README.md"

# What it takes to try Mien out: the photographs of the demonstration camera, and
# a local network with something to send.
install -D -m 644 -t "$share/demo" "${MIEN_DEMO:-$OUT/demo}"/{biden,obama,obama2,obama3}.jpg
install -D -m 644 -t "$share/contracts" "$OUT"/contracts/*.json
# Its npm package is for this architecture alone; elsewhere it is looked for on
# the path.
anvil=$ROOT/tools/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil
if [[ $architecture == amd64 ]]; then install -D -m 755 -t "$root/usr/lib/mien" "$anvil"; fi

for side in 32x32 128x128 128x128@2x; do
  folder=${side/128x128@2x/256x256}
  install -D -m 644 "$ROOT/src-tauri/icons/$side.png" \
    "$root/usr/share/icons/hicolor/$folder/apps/mien.png"
done
install -D -m 644 "$ROOT/src-tauri/icons/icon.svg" \
  "$root/usr/share/icons/hicolor/scalable/apps/mien.svg"
install -D -m 644 "$ROOT/src-tauri/mien.desktop" "$root/usr/share/applications/mien.desktop"
install -D -m 644 -t "$root/usr/share/metainfo" "$ROOT/src-tauri/org.mien.wallet.appdata.xml"
install -D -m 644 -t "$root/usr/share/doc/mien" "$ROOT"/LICENSE-* "$ROOT/README.md" \
  "$ROOT/SECURITY.md" "$ROOT/CHANGELOG.md"

size=$(du -sk "$root" | cut -f1)
mkdir -p "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<EOF
Package: mien
Version: $version
Architecture: $architecture
Maintainer: Mien
Installed-Size: $size
Depends: libwebkit2gtk-4.1-0, libgtk-3-0
Section: utils
Priority: optional
Description: a wallet whose signing key is your face
 Look at the camera, and it is sent. No key, template or picture is stored.
EOF
logged "$OUT/log/bundle.log" dpkg-deb --root-owner-group --build "$root" "$root.deb"
rm -rf "$root/DEBIAN"

# The first part of the AppImage, which must run where nothing is installed.
cargo rustc ${LOCKED:+"$LOCKED"} --quiet --release -p mien-unpack --bin mien-unpack -- \
  -C target-feature=+crt-static
logged "$OUT/log/appimage.log" \
  "$ROOT/scripts/appimage.sh" "$root" "$(dirname "$bin")/release/mien-unpack" "$image"
rm -rf "$root"
echo "$root.deb"
echo "$image"
