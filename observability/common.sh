# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# What several scripts of this directory need; they read this file.

# Where programs are kept that are not on the PATH.
programs=${MOQLOG_OBSERVABILITY:-${XDG_CACHE_HOME:-$HOME/.cache}/moqlog-observability}

# Prints the path of the first of some programs that is on the PATH, in a directory of administrators, or
# in the cache.
find_program() {
  local name
  for name; do
    if PATH=$PATH:/usr/sbin command -v "$name" ||
      { [ -x "$programs/$name" ] && printf '%s\n' "$programs/$name"; }; then
      return
    fi
  done
  return 1
}

# Runs a command until it succeeds, for up to so many seconds.
poll() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# Whether somebody listens at a port.
taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The ports that were chosen, by name.
declare -A port=()

# Gives port[NAME] a free port: not one of the others, nor of those that the system gives to outgoing
# connections.
choose_port() {
  local number
  while :; do
    number=$((RANDOM % 20000 + 10000))
    [[ " ${port[*]} " != *" $number "* ]] && ! taken "$number" && break
  done
  port[$1]=$number
}
