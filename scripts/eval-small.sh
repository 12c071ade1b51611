#!/usr/bin/env bash
# eval-small.sh BIN FACES: the evaluation on a small part of labelled
# photographs, where they are present, against stored figures.
set -euo pipefail
bin=$1
faces=$2

if [[ ! -d $faces ]]; then
  echo "skipped: evaluation ($faces not present)"
  exit 0
fi
"$bin/mien-eval" small --faces "$faces"
