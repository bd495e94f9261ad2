#!/bin/sh
# Installs the Debian packages that are missing for the purposes named: build, demo, test, bench.
# Uses no network when nothing is missing.
set -eu

packages=
for purpose in "$@"; do
  case $purpose in
    build) more="pkg-config liblmdb-dev libzstd-dev libsqlite3-dev libsimdjson-dev libcurl4-openssl-dev libssl-dev zlib1g-dev" ;;
    demo) more="sqlite3 curl" ;;
    test) more="sqlite3 jq iproute2 gcc libc6-dev strace python3-venv curl openssl nginx-light golang-go golang-golang-x-mod-dev" ;;
    bench) more="python3-venv wrk" ;;
    *) echo "install-packages: no purpose $purpose; there are build, demo, test, bench" >&2; exit 64 ;;
  esac
  packages="$packages $more"
done

if ! command -v dpkg-query >/dev/null; then
  echo "install-packages: this is no Debian; what is needed, under its names there:$packages" >&2
  exit 0
fi

missing=
for package in $packages; do
  case " $missing " in *" $package "*) continue ;; esac
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) || status=none
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    as_root=sudo
  else
    echo "install-packages: missing, and not permitted to install:$missing. As root: apt-get install$missing" >&2
    exit 1
  fi
fi

echo "install-packages: installing$missing" >&2
install() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends --no-upgrade "$@"
}
# A fresh machine has no package lists, or old ones: then the first try fails, which nobody needs to read.
# shellcheck disable=SC2086
install $missing >/dev/null 2>&1 || { $as_root apt-get update -qq >&2 && install $missing >&2; } || {
  echo "install-packages: apt-get could not install:$missing" >&2
  exit 1
}
