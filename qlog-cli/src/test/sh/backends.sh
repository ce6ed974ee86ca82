#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What the checks with real backends have in common; they source it. It enters the directory of the
# repository, makes a temporary directory ($work), and at the end removes it and stops what was
# started.

set -euo pipefail

check=${0##*/}
cd "$(dirname "${BASH_SOURCE[0]}")/../../../.."

work=$(mktemp -d)
pids=()

stop_all() {
  local pid
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${pids[@]}"; do
    poll 10 has_ended "$pid" || kill -9 "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

fail() {
  printf '%s: %s\n' "$check" "$1" >&2
  exit 1
}

# A check that cannot be made here.
skip() {
  printf '%s: %s\n' "$check" "$1" >&2
  exit 2
}

say() {
  printf '%s: %s\n' "$check" "$*"
}

# Shows the end of what a program printed.
show() {
  tail -n 20 "$work/$1.log" | cut -c 1-500 >&2
}

# Runs a command until it succeeds, for up to so many seconds.
poll() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.1
  done
}

has_ended() {
  ! kill -0 "$1" 2>/dev/null
}

is_open() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Sets port to one of this machine that nobody listens at.
choose_port() {
  port=0
  until [ "$port" -ne 0 ] && ! is_open "$port"; do
    port=$((15000 + (RANDOM * 32768 + RANDOM) % 17000))
  done
}

get() {
  curl -sf --max-time 5 "$@"
}

answers_or_ended() {
  get --insecure -o "$work/answer" "$2" || has_ended "$1"
}

# Starts a program (its name, the address that answers when it is ready, the command) and waits
# until it is ready. Sets pid. Fails if it ends instead.
launch() {
  local name=$1 address=$2
  shift 2
  "$@" >>"$work/$name.log" 2>&1 &
  pid=$!
  # So that the shell does not report how it ended.
  disown "$pid"
  pids+=("$pid")
  poll 60 answers_or_ended "$pid" "$address" || {
    show "$name"
    fail "$name is not ready after 60 s"
  }
  ! has_ended "$pid"
}

# As launch, with free ports for PORT1, PORT2 and PORT3 in the arguments. Sets port1 to port3.
start() {
  local name=$1 attempt arguments
  shift
  for attempt in 1 2 3; do
    choose_port && port1=$port
    choose_port && port2=$port
    choose_port && port3=$port
    arguments=("${@//PORT1/$port1}")
    arguments=("${arguments[@]//PORT2/$port2}")
    arguments=("${arguments[@]//PORT3/$port3}")
    launch "$name" "${arguments[@]}" && return
    # Somebody else may have taken a port between our looking and its start.
    say "$name ended at once (attempt $attempt)"
  done
  show "$name"
  fail "$name does not start"
}

# Stops a program, by its signal TERM or another one.
stop() {
  kill "-${2:-TERM}" "$1" 2>/dev/null || true
  poll 15 has_ended "$1" || fail "process $1 does not stop"
}

qlog_cli() {
  qlog-cli/bin/qlog-cli "$@"
}

# The samples of qlog in an exposition, one a line, in one spelling: without exemplars, timestamps,
# the labels that a backend adds, and what differs from run to run.
samples() {
  grep -E '^moq_' "$@" | grep -Ev '^moq_qlog_(last_run|watch|build_info)' | awk '{
      sub(/ # [{].*/, "")
      end = match($0, /[}] /) ? RSTART : match($0, / /) - 1
      name = substr($0, 1, end)
      split(substr($0, end + 2), fields, " ")
      gsub(/[{,](job|instance|exported_job|otel_scope_[a-z_]*)="[^"]*"/, "&\001", name)
      while (match(name, /[{,](job|instance|exported_job|otel_scope_[a-z_]*)="[^"]*"\001/)) {
        name = substr(name, 1, RSTART) substr(name, RSTART + RLENGTH)
      }
      gsub(/[{],+/, "{", name); gsub(/,,+/, ",", name); gsub(/,+[}]/, "}", name); sub(/[{][}]/, "", name)
      if (match(name, /[{,]le="[^"]*"/)) {
        bound = substr(name, RSTART + 5, RLENGTH - 6)
        if (bound != "+Inf") {
          bound = sprintf("%.12g", bound)
        }
        name = substr(name, 1, RSTART) "le=\"" bound "\"" substr(name, RSTART + RLENGTH)
      }
      printf "%s %.15g\n", name, fields[1]
    }' | LC_ALL=C sort
}

# Fails unless two files are equal.
same() {
  diff "$2" "$3" >"$work/diff" || {
    head -n 20 "$work/diff" >&2
    fail "$1"
  }
}

# Succeeds if a value is what it should be: whole numbers exactly, others to a millionth.
is_equal() {
  awk -v expected="$1" -v actual="$2" 'BEGIN {
      if (expected ~ /^[0-9]+$/) exit !(actual ~ /^[0-9.e+]+$/ && actual + 0 == expected + 0)
      difference = actual - expected
      if (difference < 0) difference = -difference
      exit !(actual ~ /[0-9]/ && difference <= 1e-6 * expected)
    }'
}
