#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Starts the stack in containers, as "docker compose up -d" does, but under a name of its own and at
# free ports, and checks what comes of it: that all get healthy, the way of a connection from a metric to
# its file (workflow-steps.sh), what reaches Docker's socket, that numbers outlive the containers, and
# the log lines without the socket. Then it removes all of it.
#
#   check-containers.sh          with the images of .env
#   check-containers.sh --local  with images of programs of this machine (build-images.sh), for an engine
#                                that reaches no registry
#
# The exit status is 0 if all steps hold, 1 if one does not, and 2 if one could not be made.
#
# Needs Docker, qlog-cli (./mvnw -q package -DskipTests), curl and jq.

# Functions are called by name; what runs in containers is in single quotes.
# shellcheck disable=SC2016,SC2317

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"
qlog_cli=${here%/*}/qlog-cli/bin/qlog-cli
data=$(mktemp -d)
project=moqlog-check-$$
files=(-f "$here/docker-compose.yml")
started=
status=0

say() {
  printf 'check-containers.sh: %s\n' "$1"
}

fail() {
  say "$1" >&2
  exit 1
}

missing() {
  say "$1, so no container was started" >&2
  exit 2
}

compose() {
  docker compose --project-name "$project" --project-directory "$here" "${files[@]}" \
    --env-file "$here/.env" --env-file "$data/env" "$@"
}

finish() {
  if [ -n "$started" ]; then
    compose down --volumes --rmi local --timeout 5 >"$data/log/down" 2>&1 || cat "$data/log/down" >&2
  fi
  rm -rf "$data"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

case ${1:-} in
  '' | --local) ;;
  *)
    echo "usage: check-containers.sh [--local]" >&2
    exit 64
    ;;
esac
for program in docker curl jq; do
  command -v "$program" >/dev/null || missing "there is no $program"
done
docker info >/dev/null 2>&1 || missing "no Docker engine answers"
docker compose version >/dev/null 2>&1 || missing "there is no Docker Compose"
"$qlog_cli" --version >/dev/null || missing "qlog-cli is not built"

# --- Ports: free ones, for each that .env has.

mkdir "$data/log" "$data/qlog"
while IFS='=' read -r name number; do
  choose_port "$number"
  printf '%s=%s\n' "$name" "${port[$number]}" >>"$data/env"
done < <(grep -E '^[A-Z_]+_PORT=[0-9]+$' "$here/.env")
echo COMPOSE_PROFILES=sample,pushgateway,proxy >>"$data/env"

local_url() {
  printf 'http://127.0.0.1:%s%s' "${port[$1]}" "${2:-}"
}

# --- Images.

without=nothing
if [ "${1:-}" = --local ]; then
  "$here/build-images.sh" >>"$data/env" || missing "images cannot be built"
  without=grafana
elif ! compose pull --quiet --ignore-buildable 2>"$data/log/pull"; then
  tail -n 3 "$data/log/pull" >&2
  missing "images cannot be pulled"
fi
if docker run --rm "$(compose config --format json | jq -r .services.prometheus.image)" --version 2>&1 |
  grep -q 'version 2[.]'; then
  sed '/metric_name_escaping_scheme:/d' "$here/prometheus.yml" >"$data/prometheus.yml"
  chmod a+rx "$data"
  cat >"$data/prometheus-2.yml" <<END
services:
  prometheus:
    volumes: ["$data/prometheus.yml:/etc/prometheus/prometheus.yml:ro"]
END
  files+=(-f "$data/prometheus-2.yml")
fi
services() {
  compose config --services | grep -vx "$without"
}
mapfile -t chosen < <(services)
say "building qlog-cli and the sample"
started=yes
compose build --quiet "${chosen[@]}" >"$data/log/build" 2>&1 || {
  tail -n 30 "$data/log/build" >&2
  fail "images cannot be built"
}

# --- All of it.

up() {
  compose up --detach --wait --wait-timeout 300 "${chosen[@]}" >"$data/log/up" 2>&1 || {
    tail -n 3 "$data/log/up" >&2
    compose ps --all >&2
    compose logs --no-color --tail 5 2>&1 | cut -c 1-300 >&2
    return 1
  }
}
up || fail "not all services get healthy"
say "ok: all services are healthy"

cd "$data"
tempo=yes loki=yes alloy=yes nginx=yes otelcol=yes
# Alloy reads lines.
otlp_logs=
container() {
  compose ps --all --quiet "$1"
}
bring_logs() {
  docker logs "$(container moq-sample)" >log/moq-relay.log 2>/dev/null
  docker logs "$(container qlog-exporter)" >log/qlog-exporter.log 2>/dev/null
}
bring_file() {
  mkdir -p "$(dirname "$1")"
  docker cp --quiet "$(container qlog-exporter):/$1" "$1"
}
# shellcheck source=workflow-steps.sh
. "$here/workflow-steps.sh"

# --- What only containers have.

for job in loki tempo alloy otel-collector-internal pushgateway; do
  step "target $job is up" poll 60 target_up "$job"
done

# A request to Docker's API by way of the proxy, from a container; prints its status.
asked() {
  compose exec -T "$1" /bin/bash -c 'exec 3<>/dev/tcp/docker-proxy/2375 && printf "$0 $1 HTTP/1.0\r\n\r\n" >&3 &&
    read -r _ code _ <&3 && echo "$code"' "$2" "$3"
}
lets_through() {
  [ "$(asked alloy GET "$1")" = 200 ]
}
refuses() {
  [ "$(asked alloy "$1" "$2")" = 403 ]
}
cut_off() {
  compose exec -T moq-sample /bin/bash -c : && ! asked moq-sample GET /_ping
}
step "Alloy may ask Docker whether it is there" lets_through /_ping
step "Alloy may ask which containers there are" lets_through /containers/json
step "Alloy may ask about one" lets_through "/containers/$(container moq-sample)/json"
step "Alloy may not start containers" refuses POST /containers/create
step "Alloy may not list images" refuses GET /images/json
step "others do not reach the proxy" cut_off

by_proxy() {
  [ "$(curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -d '{}' \
    "$(local_url 8080 "/otel/v1/$1")")" = "$2" ]
}
step "metrics of browsers at the page's own origin" by_proxy metrics 200
step "no logs of browsers" by_proxy logs 404

if [ "$without" = nothing ]; then
  by_grafana() {
    curl -sf --max-time 10 "$(local_url 3050 "/api/datasources/proxy/uid/$1")"
  }
  step "Grafana reaches Prometheus" poll 30 by_grafana prometheus/api/v1/labels
  step "Grafana reaches Tempo" poll 30 by_grafana "tempo/api/traces/$trace_id"
  step "Grafana reaches Loki" poll 30 by_grafana loki/loki/api/v1/labels
  step "Grafana reaches Alertmanager" poll 30 by_grafana alertmanager/api/v2/status
  has_dashboards() {
    curl -sf --max-time 10 "$(local_url 3050 '/api/search?type=dash-db')" |
      jq -e --argjson wanted "$(jq -s 'map(.uid)' "$here"/grafana/dashboards/*.json)" '$wanted - map(.uid) == []'
  }
  step "Grafana has the dashboards" poll 60 has_dashboards
else
  unmade "Grafana, which is not among the images built here"
fi

# --- Anew, with the volumes there are, and without Docker's socket.

counted() {
  query 'moq_qlog_watch_counted_traces_total' | jq -er '.data.result[0].value[1] | tonumber'
}
goes_on() {
  local now
  now=$(counted) && echo "$now after $before" && [ "$now" -ge "$before" ]
}
before=$(counted)
compose down --timeout 20 >log/down 2>&1 || fail "the services cannot be stopped"
files+=(-f "$here/compose.local.yml")
mapfile -t chosen < <(services)
up || fail "not all services get healthy again"
say "ok: all services are healthy again, without Docker's socket"
no_socket() {
  docker ps --quiet --filter "label=com.docker.compose.project=$project" |
    xargs docker inspect --format '{{.Name}}{{range .Mounts}} {{.Source}}{{end}}' >inspected
  ! grep -F docker.sock inspected
}
step "no container has the socket" no_socket
step "nothing that was counted is forgotten, nor counted again" poll 60 goes_on
# Its relay has printed all that it prints of it since it was started again.
another() {
  bring_logs
  jq -r 'select(.message == "connection accepted").connection_id' log/moq-relay.log >accepted
  connection_id=$(jq -r '.connection_id // empty' log/qlog-exporter.log | grep -Fxf accepted | tail -n 1)
  [ -n "$connection_id" ]
}
step "another connection" poll 60 another
step "its log line in Loki, once" poll 60 its_lines qlog-cli qlog-exporter
step "the relay's log lines of it in Loki, each once" poll 60 its_lines moq-relay moq-relay
exit "$status"
