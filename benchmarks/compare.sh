#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Times the packaged qlog-cli, each run from a cold start of its process, against other ways to get
# numbers out of the same logs, with the files in the page cache, and prints a table in Markdown.
#
#   benchmarks/compare.sh [OPTION...] DIRECTORY|FILE
#
#   --runs N         so many runs of each way, of which the fastest counts; 3. The slow ones, jq and
#                    Python, run once.
#   --only REGEX     only ways whose name has this in it; qlog-cli always runs
#   --cli DIRECTORY  an unpacked distribution of qlog-cli instead of this repository's
#   -o FILE          writes the table there, too
#
# The logs are all of one form, and not compressed: benchmarks/generate.sh makes such. What is not
# installed is named and left out. JAVA_HOME is the JDK to measure on.

set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=$repository/benchmarks/compare

runs=3 only='' cli='' out='' logs=''
while [ $# -gt 0 ]; do
  case $1 in
    --runs) runs=$2 && shift ;;
    --only) only=$2 && shift ;;
    --cli) cli=$2 && shift ;;
    -o) out=$2 && shift ;;
    -*) sed -n '3,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2 && exit 2 ;;
    *) logs=$1 ;;
  esac
  shift
done
if [ ! -e "$logs" ]; then
  echo "compare: which logs?" >&2
  exit 2
fi

(cd "$repository" && ./mvnw -q -B -ntp -Pcompare -pl benchmarks,qlog-cli -am package -DskipTests)
if [ -z "$cli" ]; then
  for cli in "$repository"/qlog-cli/target/qlog-cli-*/; do :; done
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
with_libraries=("$java" --enable-native-access=ALL-UNNAMED
  -cp "$repository/benchmarks/target/classes:$repository/benchmarks/target/lib/*")

bytes=$(find -L "$logs" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum }')
files=$(find -L "$logs" -type f | wc -l)
largest=$(find -L "$logs" -type f -printf '%s\n' | sort -n | tail -1)
first=$(find -L "$logs" -type f | sort | sed -n 1p)
form=ndjson
if [ "$(head -c 1 "$first" | od -An -tx1 | tr -d ' ')" = 1e ]; then
  form=json-seq
elif head -c 4096 "$first" | grep -q '"traces"'; then
  form=contained
fi

# Writes wall seconds, CPU seconds and peak kB of a command into $work/time.
if [ -x /usr/bin/time ] && /usr/bin/time -f %e true 2>/dev/null; then
  timed() { /usr/bin/time -f '%e %U %S %M' -o "$work/raw" "$@" && awk 'END { print $1, $2 + $3, $4 }' "$work/raw" >"$work/time"; }
elif command -v python3 >/dev/null; then
  timed() {
    python3 - "$work/time" "$@" <<'PYTHON'
import os, sys, time
begin = time.monotonic()
pid = os.spawnvp(os.P_NOWAIT, sys.argv[2], sys.argv[2:])
_, status, used = os.wait4(pid, 0)
wall = time.monotonic() - begin
with open(sys.argv[1], "w") as out:
    print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss, file=out)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
PYTHON
  }
else
  echo "compare: neither /usr/bin/time nor python3, so peak memory is not measured" >&2
  TIMEFORMAT='%R %U %S'
  timed() {
    { time "$@" 2>"$work/errors"; } 2>"$work/raw" || return
    awk 'END { print $1, $2 + $3, "-" }' "$work/raw" >"$work/time"
  }
fi

absent=()
reference=''

# Runs a way and adds a row: its name, how often, a filter that makes its output an answer, and the
# command.
measure() {
  local name=$1 times=$2 filter=$3 best='' answer i
  shift 3
  if [[ $name != qlog-cli* && ! $name =~ $only ]]; then
    return 0
  fi
  if ! command -v "$1" >/dev/null; then
    absent+=("${name%% *}")
    return 0
  fi
  for ((i = 0; i < times; i++)); do
    if ! timed "$@" >"$work/out" 2>"$work/errors"; then
      echo "| $name | failed: $(tail -n 1 "$work/errors" | tr '|' ' ' | cut -c 1-80) | | | | | | | |" | tee -a "$work/table"
      return 0
    fi
    best=$(printf '%s\n%s\n' "$best" "$(cat "$work/time")" | sed '/^$/d' | sort -n | sed -n 1p)
  done
  answer=$("$filter" <"$work/out")
  row "$name" "$best" "$answer" | tee -a "$work/table"
  if [ -z "$reference" ]; then
    reference=${best%% *}
  fi
}

row() {
  awk -v name="$1" -v best="$2" -v answer="$3" -v bytes="$bytes" -v reference="$reference" 'BEGIN {
    split(best, of, " ")
    gsub(/[a-z]+=/, "", answer); split(answer, counts, " ")
    if (reference == "") reference = of[1]
    rss = of[3] == "-" ? "-" : sprintf("%.0f", of[3] / 1024)
    printf "| %s | %.2f | %.0f | %.2f | %s | %.1f | %.0f | %.0f | %.0f |\n", name, of[1],
      bytes / 1e6 / of[1], of[2], rss, of[1] / reference, counts[1], counts[2], counts[3]
  }'
}

as_is() { cat; }

# The totals in the output of qlog-cli.
totals() {
  sed -n '1s/.*"events":\([0-9]*\),.*"packets":{"sent":\([0-9]*\),.*"loss":{"declared":\([0-9]*\),.*/events=\1 sent=\2 lost=\3/p' |
    sed -n 1p
}

find -L "$logs" -type f -exec cat {} + >/dev/null

{
  printf '%d MB in %d files, %s' $((bytes / 1000000)) "$files" "$form"
  printf '; %s; %s cores, %s\n\n' "$("$java" -version 2>&1 | sed -n '1s/ *[0-9-]*$//p' | tr -d '"')" "$(nproc)" \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sed -n 1p)"
  echo '| read by | wall s | MB/s | CPU s | peak MB | wall, of qlog-cli | events | packets sent | declared lost |'
  echo '|---|--:|--:|--:|--:|--:|--:|--:|--:|'
} | tee "$work/table"

threads=$(nproc)
if [ "$threads" -gt 2 ]; then
  threads=2
fi
on() {
  if [ "$1" -eq 1 ]; then echo '1 thread'; else echo "$1 threads"; fi
}
for n in $(seq "$threads" -1 1); do
  measure "qlog-cli summarize, $(on "$n")" "$runs" totals \
    "$cli/bin/qlog-cli" summarize -f json --top 1 --threads "$n" "$logs"
done
for n in $(seq "$threads" -1 1); do
  measure "DuckDB count by name, $(on "$n")" "$runs" as_is \
    "${with_libraries[@]}" dev.moqlog.benchmarks.compare.DuckDbQuery count "$n" "$logs"
  measure "DuckDB extraction, $(on "$n")" "$runs" as_is \
    "${with_libraries[@]}" dev.moqlog.benchmarks.compare.DuckDbQuery extract "$n" "$logs"
done
measure "Jackson tree, extraction, $(on "$threads")" "$runs" as_is \
  "${with_libraries[@]}" dev.moqlog.benchmarks.compare.JacksonTree "$threads" "$logs"
measure 'node JSON.parse, extraction' "$runs" as_is node "$programs/extract.js" "$logs"
measure 'Python json, extraction' 1 as_is python3 "$programs/extract.py" "$logs"

jq_options=(-n -r)
if [ "$form" = json-seq ]; then
  jq_options+=(--seq)
fi
# One process gets all names, or else there are several answers, of which the sum is shown.
sum_of_answers() {
  tr -d '\036' | awk '{ gsub(/[a-z]+=/, ""); e += $1; s += $2; l += $3 } END { printf "events=%.0f sent=%.0f lost=%.0f\n", e, s, l }'
}
if [ "$largest" -gt 500000000 ] && [ "$form" = contained ]; then
  echo 'jq is left out: it would hold the whole file as a tree' >&2
elif command -v jq >/dev/null; then
  for way in count extract; do
    measure "jq, $way" 1 sum_of_answers \
      find -L "$logs" -type f -exec jq "${jq_options[@]}" -f "$programs/$way.jq" {} +
  done
else
  absent+=(jq)
fi
if [ ${#absent[@]} -gt 0 ]; then
  printf '\nNot installed, so left out: %s\n' "${absent[*]}" | tee -a "$work/table"
fi
if [ -n "$out" ]; then
  cp "$work/table" "$out"
fi
