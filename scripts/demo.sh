#!/usr/bin/env bash
# Fetches the demonstration photographs into out/demo: three portraits of one
# person, two of them again cut off at the picture's edge, one of another
# person. They come with a PyPI source package and are not part of this
# repository. With --check: only says, by its exit status, whether all are there.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "$0")/common.sh"

DEMO=${MIEN_DEMO:-$OUT/demo}
ARCHIVE=face_recognition-1.3.0.tar.gz
ARCHIVE_SHA256=5e5efdd1686aa566af0d3cc1313b131e4b197657a8ffd03669e6d3fad92705ec
PHOTOGRAPHS=(
  biden.jpg:3c17508bb91554c637a2eabddfae790e5bb1caba93130814fc2ac50be9760c4c
  obama.jpg:0930e3aa8cae5920329c0c8cbc6a2ab70f47b0e67b432875beaa95cbf7e741f6
  obama2.jpg:a7efcc907375274796f39646510704aa86672d59f6d5469d69af3c85590976a6
  obama3.jpg:76ac6bf97c36dc2da0ad16a537d6a5ac1b10f48d49aac29a0cca9a17cdbc3ca3
  obama_partial_face.jpg:c2d1f09e7ef3042352b41e41286e6eb0522f64f88308be13886991b95db52117
  obama_partial_face2.jpg:9a812347f97633542b8cd9992de22def11b74f79d82056bc3ee830f13878e028
)

all_there() {
  local entry name
  for entry in "${PHOTOGRAPHS[@]}"; do
    name=${entry%%:*}
    [[ -f $1/$name && $(sha256_of "$1/$name") == "${entry##*:}" ]] || return 1
  done
}

# A copy that somebody put into out/cache by hand serves a machine without network.
archive() {
  local cached=$OUT/cache/$ARCHIVE log=$OUT/log/demo.log
  if [[ ! -f $cached || $(sha256_of "$cached") != "$ARCHIVE_SHA256" ]]; then
    private_python
    mkdir -p "$OUT/cache"
    # pip asks a source package for its metadata before it hands the file over;
    # the pinned setuptools answers, so that nothing unpinned is fetched for it.
    logged "$log" "$PRIVATE_PYTHON" -m pip install --retries 2 --no-input --disable-pip-version-check \
      --require-hashes --no-deps --only-binary :all: -r "$ROOT/scripts/requirements-build.txt" &&
      logged "$log" "$PRIVATE_PYTHON" -m pip download --retries 2 --no-input --disable-pip-version-check \
        --require-hashes --no-deps --no-binary face_recognition --no-build-isolation \
        -d "$OUT/cache" -r "$ROOT/scripts/requirements-demo.txt" ||
      stop "demonstration photographs" "pip could not fetch $ARCHIVE (see $log)" \
        "check the network connection (a proxy's certificate goes into PIP_CERT), or put $ARCHIVE (PyPI, face_recognition 1.3.0, source) into $OUT/cache"
  fi
  [[ -f $cached && $(sha256_of "$cached") == "$ARCHIVE_SHA256" ]] ||
    stop "demonstration photographs" "$cached is not the file that is pinned" "delete it"
}

if all_there "$DEMO"; then exit 0; fi
if [[ ${1:-} == --check ]]; then exit 1; fi
say "demonstration photographs"
archive
staging=$OUT/demo.part
rm -rf "$staging"
mkdir -p "$staging" "$DEMO"
members=()
for entry in "${PHOTOGRAPHS[@]}"; do
  members+=("face_recognition-1.3.0/tests/test_images/${entry%%:*}")
done
tar -xzof "$OUT/cache/$ARCHIVE" -C "$staging" --strip-components=3 "${members[@]}" &&
  all_there "$staging" ||
  stop "demonstration photographs" "the archive does not hold the pinned pictures" \
    "delete $OUT/cache/$ARCHIVE"
mv "$staging"/*.jpg "$DEMO"/
rmdir "$staging"
