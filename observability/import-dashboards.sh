#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Imports the dashboards of grafana/dashboards into a Grafana, which need not be the one of
# docker-compose.yml (that has them already). What is there by the same uid is replaced.
#
#   GRAFANA_URL     http://localhost:3050
#   GRAFANA_AUTH    admin:admin, or a token of a service account
#   GRAFANA_FOLDER  MoQ; made if it is not there; empty for none

set -euo pipefail

url=${GRAFANA_URL:-http://localhost:${GRAFANA_PORT:-3050}}
url=${url%/}
auth=${GRAFANA_AUTH:-admin:admin}
folder=${GRAFANA_FOLDER-MoQ}
dashboards=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/grafana/dashboards

fail() {
  printf 'import-dashboards.sh: %s\n' "$1" >&2
  exit 1
}

for program in curl jq; do
  command -v "$program" >/dev/null || fail "there is no $program"
done

# Curl reads it from a pipe, so that no password is in the list of processes.
credentials() {
  case $auth in
    *:*) printf 'user = "%s"\n' "${auth//\"/\\\"}" ;;
    *) printf 'header = "Authorization: Bearer %s"\n' "$auth" ;;
  esac
}

# Sends a request; sets status and answer.
request() {
  local method=$1 path=$2 response
  shift 2
  response=$(curl -sS --max-time 30 --config <(credentials) -X "$method" -H 'Content-Type: application/json' \
    -w '\n%{http_code}' "$@" "$url$path") || fail "$url does not answer"
  status=${response##*$'\n'}
  answer=${response%$'\n'*}
}

request GET /api/health
[ "$status" = 200 ] || fail "$url is no Grafana that is well: it answers $status"

folder_uid=
if [ -n "$folder" ]; then
  request GET '/api/folders?limit=1000'
  [ "$status" = 200 ] || fail "cannot list folders ($status): is GRAFANA_AUTH right?"
  folder_uid=$(jq -r --arg title "$folder" 'map(select(.title == $title))[0].uid // empty' <<<"$answer")
  if [ -z "$folder_uid" ]; then
    request POST /api/folders --data "$(jq -n --arg title "$folder" '{title: $title}')"
    [ "$status" = 200 ] || fail "cannot make the folder $folder ($status): $answer"
    folder_uid=$(jq -r .uid <<<"$answer")
  fi
fi

shopt -s nullglob
files=("$dashboards"/*.json)
[ "${#files[@]}" -gt 0 ] || fail "there is no dashboard in $dashboards"

failed=0
for file in "${files[@]}"; do
  jq -e '.uid and .title and (.panels | length > 0)' "$file" >/dev/null || fail "$file is no dashboard"
  body=$(jq --arg folder "$folder_uid" \
    '{dashboard: (. + {id: null}), overwrite: true, message: "import-dashboards.sh"}
     + (if $folder == "" then {} else {folderUid: $folder} end)' "$file")
  request POST /api/dashboards/db --data @- <<<"$body"
  if [ "$status" = 200 ]; then
    printf '%s: %s%s\n' "$(jq -r .title "$file")" "$url" "$(jq -r .url <<<"$answer")"
  else
    printf '%s: not imported (%s): %s\n' "${file##*/}" "$status" "$(jq -r '.message? // .' <<<"$answer")" >&2
    failed=1
  fi
done
exit "$failed"
