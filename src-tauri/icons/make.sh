#!/usr/bin/env bash
# Makes the pictures of icon.svg. Needs rsvg-convert; the pictures are kept
# beside it, because a build should not need it.
set -euo pipefail
cd "$(dirname "$0")"
draw() { rsvg-convert --width "$1" --height "$1" --output "$2" icon.svg; }
draw 32 32x32.png
draw 128 128x128.png
draw 256 128x128@2x.png
draw 512 icon.png
