#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the programs of the stack that Debian does not package, from their Go modules: the Collector
# of qlog-cli/src/test/collector, Loki, Tempo and Alloy. native.sh and the checks find them where they
# are kept. That takes up to an hour the first time.
# The exit status is 0 if all are there, 1 if one cannot be built, and 2 if there is no Go.
#
#   MOQLOG_OBSERVABILITY  where programs are kept; without it, moqlog-observability in
#                         XDG_CACHE_HOME or in ~/.cache

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${MOQLOG_OBSERVABILITY:-${XDG_CACHE_HOME:-$HOME/.cache}/moqlog-observability}
loki_version=v3.7.6
# The newest of each that the Go module proxy has.
tempo_version=v1.5.1-0.20250529124718-87c2dc380cec
alloy_version=v1.19.0
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

# Says in which directory a module of the proxy is kept.
directory_of() {
  "$go" mod download -json "$1" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p'
}

# Goes to a new module of ours: a program that replaces modules is built from one that replaces the
# same. Only what it replaces by a directory of its own is taken from the proxy.
module_of() {
  local name=$1 directory=$2
  mkdir -p "$work/$name-module"
  cd "$work/$name-module"
  sed -e "s|^module .*|module moqlog.dev/$name|" -e '/=> \.\//d' "$directory/go.mod" >go.mod
  cat "$directory/go.sum" >>go.sum
  cp "$directory/cmd/$name/"*.go .
  rm -f ./*_test.go
  chmod u+w ./*
}

if [ ! -x "$cache/loki" ]; then
  module=github.com/grafana/loki/v3
  if directory=$(directory_of "$module@$loki_version") && [ -d "$directory" ]; then
    module_of loki "$directory"
    "$go" get "$module@$loki_version" github.com/grafana/loki/pkg/push@latest
    "$go" mod tidy
    build loki .
  else
    say "Loki $loki_version cannot be fetched" >&2
    status=1
  fi
fi

# Releases of Tempo are no versions of its module. This is the commit that Grafana uses as a library,
# of the time of 2.8; what it must hash to is in Grafana's go.sum, as no checksum database knows it.
if [ ! -x "$cache/tempo" ]; then
  module=github.com/grafana/tempo
  mkdir "$work/tempo-module"
  cd "$work/tempo-module"
  cat >go.sum <<END
$module $tempo_version h1:wnzJov9RhSHGaTYGzTygL4qq986fLen8xSqnQgaMd28=
$module $tempo_version/go.mod h1:j1IY7J2rUz7TcTjFVVx6HCpyTlYOJPtXuGRZ7sI+vSo=
END
  "$go" mod init moqlog.dev/tempo 2>/dev/null
  if directory=$(directory_of "$module@$tempo_version") && [ -d "$directory" ]; then
    module_of tempo "$directory"
    "$go" mod edit -require="$module@$tempo_version"
    build tempo -mod=mod .
  else
    say "Tempo $tempo_version cannot be fetched" >&2
    status=1
  fi
fi

# Alloy is large, and what it consists of can be named in its own module only. So it is built from a
# copy, with no more components than our files use, and without its converter of other programs'
# configuration.
if [ ! -x "$cache/alloy" ]; then
  if directory=$(directory_of "github.com/grafana/alloy@$alloy_version") && [ -d "$directory" ]; then
    cp -r "$directory" "$work/alloy-module"
    chmod -R u+w "$work/alloy-module"
    cd "$work/alloy-module"
    sed -i '/^replace .* => \.\//d' go.mod
    components=$(cat "$here/alloy-config.alloy" "$here"/alloy/*.alloy |
      sed -n 's/^\([a-z_.]*\) "[a-z_]*" {$/\1/p' | sort -u | tr . /)
    {
      echo "package all"
      for component in $components; do
        echo "import _ \"github.com/grafana/alloy/internal/component/$component\""
      done
    } >internal/component/all/all.go
    sed -i -e '/internal\/converter\/internal\//d' -e '/^\tswitch kind {$/,/^\t}$/d' internal/converter/converter.go
    mkdir -p cmd/alloy
    cat >cmd/alloy/main.go <<'END'
package main

import (
	"os"

	"github.com/grafana/alloy/internal/alloycli"
)

func main() {
	if alloycli.Command().Execute() != nil {
		os.Exit(1)
	}
}
END
    build alloy -mod=mod ./cmd/alloy
  else
    say "Alloy $alloy_version cannot be fetched" >&2
    status=1
  fi
fi

exit "$status"
