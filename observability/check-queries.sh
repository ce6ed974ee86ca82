#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Parses every PromQL, LogQL and TraceQL query in dashboards, rules, data sources and pages by the
# grammar of its language. Needs node and npm, which fetches the grammars once; without them it says
# so and ends with 2.

set -euo pipefail
stack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "check-queries.sh: no node and npm, so queries were not parsed" >&2
  exit 2
fi

# A copy, so that nothing is left among the sources; kept for as long as the versions stay.
work=$stack/target/node
mkdir -p "$work"
if ! cmp -s "$stack/src/test/node/package-lock.json" "$work/installed.json"; then
  cp "$stack/src/test/node/"package*.json "$work"
  if ! (cd "$work" && npm ci --silent --ignore-scripts --no-audit --no-fund); then
    echo "check-queries.sh: the grammars cannot be fetched, so queries were not parsed" >&2
    exit 2
  fi
  cp "$work/package-lock.json" "$work/installed.json"
fi
cp "$stack/src/test/node/"*.mjs "$work"

pages=()
while IFS= read -r page; do
  pages+=("$page")
done < <(find "$stack" "$stack/../docs" "$stack/../README.md" -name '*.md' -not -path '*/target/*')
node "$work/check-queries.mjs" "$stack" "${pages[@]}"
