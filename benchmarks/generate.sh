#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes a data set of any size out of real logs: variants of them, no two alike.
#
#   benchmarks/generate.sh --bytes 1G [OPTION...] DIRECTORY
#   benchmarks/generate.sh --bytes 3G --single [OPTION...] FILE
#
#   --bytes SIZE         how much, uncompressed; with k, M or G for a thousand, million or billion
#   --files N            at most so many files; instead of --bytes, or with it
#   --form FORM          native (the default: each log as its stack writes it), json (contained),
#                        seq (JSON-SEQ), ndjson; or gz, zst: native, compressed. One of each kind
#                        may be given: --form seq --form gz
#   --single             one file, as an endpoint leaves it that logs all its connections into one:
#                        seq (the default) and ndjson with events of 16 connections interleaved, each
#                        with its group_id; json with a trace a connection
#   --from PATH          where real logs are; may be given several times. Default: this repository's
#   --match REGEX        only of those whose path has this in it
#   --min-original SIZE  only of those that have so many bytes
#   --seed N             another seed, another data set; the same seed, the same one. Default: 1

set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if [ $# -eq 0 ] || [ "$1" = --help ]; then
  sed -n '3,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit
fi
from=(--from "$repository/qlog-analyzer/src/test/resources" --from "$repository/samples/qlog")
for argument in "$@"; do
  if [ "$argument" = --from ]; then
    from=()
  fi
done

(cd "$repository" && ./mvnw -q -B -ntp -pl benchmarks -am package -DskipTests)

exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx384m --enable-native-access=ALL-UNNAMED \
  -cp "$repository/benchmarks/target/classes:$repository/benchmarks/target/lib/*" \
  dev.moqlog.benchmarks.generate.GenerateLogs "${from[@]}" "$@"
