#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures the analyzer anew and puts the tables into benchmarks/README.md, between the lines that
# begin and end them. Takes half an hour and 5 GB of disk.
#
#   benchmarks/report.sh [OPTION...]
#
#   --jmh-only, --compare-only   one of the two parts; the tables of the other stay as they are
#   --from PATH                  real logs to make the data of, instead of this repository's
#   --bytes SIZE, --single SIZE  how large the directory and the single file are; 1G and 3G
#   --runs N                     as of compare.sh
#
# JAVA_HOME is the JDK to measure on, TMPDIR where the data goes.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jmh=yes compare=yes bytes=1G single=3G runs=3 from=()
while [ $# -gt 0 ]; do
  case $1 in
    --jmh-only) compare=no ;;
    --compare-only) jmh=no ;;
    --from) from+=(--from "$2") && shift ;;
    --bytes) bytes=$2 && shift ;;
    --single) single=$2 && shift ;;
    --runs) runs=$2 && shift ;;
    *) sed -n '3,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
  esac
  shift
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Replaces what is between the marks of a table in the README by a file.
put() {
  awk -v name="$1" -v table="$2" '
    $0 == "<!-- end of " name " -->" { skip = 0 }
    !skip { print }
    $0 == "<!-- begin of " name " -->" {
      print ""
      while ((getline line < table) > 0) print line
      print ""
      skip = 1
    }' benchmarks/README.md >"$work/README.md"
  cp "$work/README.md" benchmarks/README.md
}

if [ $compare = yes ]; then
  for form in json seq; do
    benchmarks/generate.sh "${from[@]}" --bytes "$bytes" --min-original 500k --form $form "$work/$form" 2>/dev/null
    benchmarks/compare.sh --runs "$runs" -o "$work/table" "$work/$form"
    put "compare $form" "$work/table"
    rm -rf "${work:?}/$form"
  done
  benchmarks/generate.sh "${from[@]}" --bytes "$single" --single "$work/one.sqlog" 2>/dev/null
  benchmarks/compare.sh --runs "$runs" --only 'DuckDB.*[2-9] threads' -o "$work/table" "$work/one.sqlog"
  put 'compare single' "$work/table"
  rm -f "$work/one.sqlog"
fi
if [ $jmh = yes ]; then
  benchmarks/run.sh --quick --analyzer | tee "$work/run"
  sed -n '/^| log | read by/,$p' "$work/run" >"$work/table"
  put 'jmh' "$work/table"
fi
