#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the programs of the stack that Debian does not package, from their Go modules: the Collector
# of qlog-cli/src/test/collector, and Loki. native.sh and check.sh find them where they are kept. That
# takes up to half an hour the first time. Of Tempo and Alloy there are no modules that can be built so.
# The exit status is 0 if both are there, 1 if one cannot be built, and 2 if there is no Go.
#
#   MOQLOG_OBSERVABILITY  where programs are kept; without it, moqlog-observability in
#                         XDG_CACHE_HOME or in ~/.cache

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${MOQLOG_OBSERVABILITY:-${XDG_CACHE_HOME:-$HOME/.cache}/moqlog-observability}
loki_version=v3.7.6
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() {
  printf 'build-programs.sh: %s\n' "$1"
}

go=go
command -v go >/dev/null || go=/usr/local/go/bin/go
command -v "$go" >/dev/null || {
  say "there is no Go" >&2
  exit 2
}
mkdir -p "$cache"
# One package at a time: building needs neither all of the memory nor all of the processors.
export GOFLAGS="${GOFLAGS:-} -p=1"
status=0

# Builds what the current directory has, and keeps it by a name.
build() {
  local name=$1
  shift
  if timeout 1500 nice "$go" build -trimpath -ldflags='-s -w' -o "$work/$name" "$@"; then
    mv "$work/$name" "$cache/$name"
    say "$cache/$name"
  else
    say "$name cannot be built" >&2
    status=1
  fi
}

collector=$here/../qlog-cli/src/test/collector
if [ ! -x "$cache/otelcol" ] || [ "$collector/main.go" -nt "$cache/otelcol" ]; then
  cd "$collector"
  build otelcol -mod=readonly .
fi

# A program that replaces modules is built from a module of ours that replaces the same; only what it
# replaces by a directory of its own is taken from the proxy.
if [ ! -x "$cache/loki" ]; then
  module=github.com/grafana/loki/v3
  directory=$("$go" mod download -json "$module@$loki_version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
  if [ -d "$directory" ]; then
    mkdir "$work/loki-module"
    cd "$work/loki-module"
    sed -e "s|^module .*|module moqlog.dev/loki|" -e '/=> \.\//d' "$directory/go.mod" >go.mod
    cp "$directory/go.sum" go.sum
    cp "$directory"/cmd/loki/*.go .
    rm -f ./*_test.go
    chmod u+w ./*
    "$go" get "$module@$loki_version" github.com/grafana/loki/pkg/push@latest
    "$go" mod tidy
    build loki .
  else
    say "Loki $loki_version cannot be fetched" >&2
    status=1
  fi
fi

exit "$status"
