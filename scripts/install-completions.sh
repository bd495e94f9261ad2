#!/bin/sh
# install-completions.sh PROGRAM SHARE: puts the program's completions where each shell looks.
set -eu
program=$1
share=$2

put() {
  mkdir -p "$(dirname "$share/$2")"
  "$program" --generate-completion-script "$1" >"$share/$2"
  chmod 644 "$share/$2"
  echo "completions for $1: $share/$2"
}
put bash bash-completion/completions/bnus-replay
put zsh zsh/site-functions/_bnus-replay
put fish fish/vendor_completions.d/bnus-replay.fish
