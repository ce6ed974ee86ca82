#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Checks the files of the stack with the programs that read them: promtool, amtool, Docker Compose,
# nginx, yamllint, shellcheck; and the Collector, Tempo, Loki and Alloy if they are on the PATH or in
# the cache. Nothing of the stack is started but nginx, for a moment.
# The exit status is 0 if all checks hold, 1 if one does not, and 2 if one could not be made.
#
#   MOQLOG_OBSERVABILITY  where programs are looked for and kept; without it, moqlog-observability in
#                         XDG_CACHE_HOME or in ~/.cache

# Functions are called by name; backquotes and dollars in single quotes are meant so.
# shellcheck disable=SC2016,SC2317

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# shellcheck source=common.sh
. ./common.sh
work=$(mktemp -d)
nginx_pid=
status=0

finish() {
  [ -z "$nginx_pid" ] || kill "$nginx_pid" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say() {
  printf 'observability/check.sh: %s\n' "$1"
}

failed() {
  say "$1" >&2
  status=1
}

not_made() {
  say "$1, so $2"
  [ "$status" -ne 0 ] || status=2
}

# Runs a check; what it prints is shown if it fails.
check() {
  local name=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    say "$name: ok"
  else
    tail -n 40 "$work/log" >&2
    failed "$name failed"
  fi
}

# --- Prometheus and Alertmanager.

routes() {
  local receiver
  receiver=$(amtool config routes test --config.file alertmanager.yml severity=critical alertname=MoqRelayDown)
  [ "$receiver" = page ] || return 1
  receiver=$(amtool config routes test --config.file alertmanager.yml severity=warning)
  [ "$receiver" = ticket ]
}

# The queries in the pages, as far as they are expressions and not mere names.
queries_of_pages() {
  local query number=0
  printf 'groups:\n  - name: pages\n    rules:\n' >"$work/pages.yml"
  while IFS= read -r query; do
    number=$((number + 1))
    printf '      - record: pages:query:%s\n        expr: >-\n          %s\n' "$number" "$query" >>"$work/pages.yml"
  done < <(grep -hoE '`[^`{][^`]*`' README.md runbooks/*.md | tr -d '`' | grep -E '\(.*(moq|node)_' | grep -v '://')
  [ "$number" -gt 10 ] || return 1
  "$promtool" check rules "$work/pages.yml"
}

if promtool=$(find_program promtool); then
  config=prometheus.yml
  if "$promtool" --version 2>&1 | grep -q 'version 2[.]'; then
    cp -r prometheus.yml alerts.yml rules qlog-token "$work"
    config=$work/prometheus.yml
    sed -i '/metric_name_escaping_scheme:/d' "$config"
  fi
  check "promtool check config" "$promtool" check config "$config"
  check "promtool check rules" "$promtool" check rules rules/recording.yml alerts.yml
  check "queries in pages" queries_of_pages
  check "promtool test rules" "$promtool" test rules rules/tests/*.yml
else
  not_made "there is no promtool" "rules and alerts were not tested"
fi
if command -v amtool >/dev/null; then
  check "amtool check-config" amtool check-config alertmanager.yml
  check "routes of alerts" routes
else
  not_made "there is no amtool" "alertmanager.yml was not checked"
fi

# --- Docker Compose: the plugin, or one that is unpacked from Debian's package, whose own system need
# not be that of this machine. No engine is needed.

debian_compose() {
  local apt=$programs/apt
  [ ! -x "$programs/docker-compose" ] || return 0
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] || return 1
  mkdir -p "$apt/lists/partial" "$apt/archives/partial"
  cat >"$apt/debian.sources" <<'END'
Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
  local options=(-qq -o "Dir::Etc::sourcelist=$apt/debian.sources" -o Dir::Etc::sourceparts=-
    -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt" -o "Dir::Cache::archives=$apt/archives"
    -o APT::Sandbox::User="$(id -un)")
  (
    cd "$work"
    timeout 120 apt-get "${options[@]}" update
    timeout 120 apt-get "${options[@]}" download docker-compose
    dpkg-deb -x docker-compose_*.deb unpacked
    mv unpacked/usr/libexec/docker/cli-plugins/docker-compose "$programs/docker-compose"
  ) >"$work/log" 2>&1 || return 1
  rm -rf "$apt"
}

compose=()
if docker compose version >/dev/null 2>&1; then
  compose=(docker compose)
elif docker-compose version --short 2>/dev/null | grep -q '^v\?[2-9]'; then
  compose=(docker-compose)
elif debian_compose; then
  compose=("$programs/docker-compose")
fi

all_profiles() {
  COMPOSE_PROFILES=sample,pushgateway,proxy "${compose[@]}" -f docker-compose.yml config --format json
}

# Who gets Docker's socket: nobody but the proxy in front of it, and with compose.local.yml nobody.
sockets() {
  "${compose[@]}" "$@" config --format json >"$work/sockets.json"
  jq -c '[.services | to_entries[] | select(any(.value.volumes[]?; .source | test("docker[.]sock"))).key]' "$work/sockets.json"
}
kept_socket() {
  [ "$(sockets -f docker-compose.yml)" = '["docker-proxy"]' ] || return 1
  jq -e '.services["docker-proxy"] | (has("ports") | not) and (.networks | keys) == ["docker"]' "$work/sockets.json" || return 1
  jq -e '.networks.docker.internal and ([.services[] | select(.networks | has("docker"))] | length) == 2' "$work/sockets.json" || return 1
  [ "$(sockets -f docker-compose.yml -f compose.local.yml)" = '[]' ] || return 1
  jq -e '.services.alloy.environment | has("LOG_FILES") and (has("DOCKER_HOST") | not)' "$work/sockets.json"
}

# The ports that are promised, on loopback, as Compose understands the file.
published() {
  local port
  all_profiles >"$work/compose.json"
  for port in 3050 9090 3200 3100 4317 4318 8889 9100 9464 9093; do
    jq -e --arg port "$port" \
      'any(.services[].ports[]?; .published == $port and .host_ip == "127.0.0.1")' "$work/compose.json" || {
      echo "port $port is not published"
      return 1
    }
  done
  jq -e '.name == "observability"' "$work/compose.json" || return 1
  jq -e 'all(.services[]; .healthcheck.test and .mem_limit and .cpus)' "$work/compose.json"
}

if [ "${#compose[@]}" -gt 0 ] && command -v jq >/dev/null; then
  check "docker compose config" "${compose[@]}" -f docker-compose.yml config -q
  check "docker compose config, all profiles" all_profiles
  check "docker compose config, without the socket" "${compose[@]}" -f docker-compose.yml -f compose.local.yml config -q
  check "published ports" published
  check "who gets Docker's socket" kept_socket
else
  not_made "there is no Docker Compose 2" "docker-compose.yml was only parsed"
fi

# --- nginx: the files are parsed, and requests go to a stand-in for the Collector. It also stands in
# for Grafana's API, for import-dashboards.sh.

code() {
  curl -s -o /dev/null -w '%{http_code}' --max-time 5 "$@"
}

expect() {
  local want=$1 got
  shift
  got=$(code "$@") || true
  [ "$got" = "$want" ] || {
    echo "wanted $want, got $got: $*"
    return 1
  }
}

proxied() {
  local body='{}'
  expect 200 -H 'Content-Type: application/json' --data "$body" "$proxy/otel/v1/metrics" || return
  expect 200 -H 'Content-Type: application/json' --data "$body" "$proxy/otel/v1/traces" || return
  expect 404 --data "$body" "$proxy/otel/v1/logs" || return
  expect 404 --data "$body" "$proxy/otel/" || return
  expect 403 "$proxy/otel/v1/metrics" || return
  expect 200 "$proxy/healthz" || return
  head -c 2000000 /dev/zero >"$work/large"
  expect 413 --data-binary "@$work/large" "$proxy/otel/v1/metrics" || return
  curl -s --max-time 5 -H 'Cookie: a=b' --data "$body" "$proxy/otel/v1/metrics" | grep -qx 'POST /v1/metrics '
}

served() {
  expect 200 "$files/qlog/conn-123/trace.json" || return
  expect 403 -X PUT --data x "$files/qlog/conn-123/trace.json" || return
  expect 404 "$files/qlog/.moqlog-watch.mv" || return
  expect 200 "$files//var/log/moq/conn-123/trace.json" || return
  expect 403 -X PUT --data x "$files/var/log/moq/conn-123/trace.json" || return
  expect 404 "$files/var/log/moq/.git/trace.json" || return
  expect 404 --path-as-is "$files/var/log/../../conn-123/secret" || return
  expect 404 "$files/trace.json" || return
  expect 200 "$files/runbooks/alerts.md" || return
  curl -s --max-time 5 -D - -o /dev/null "$files/qlog/conn-123/trace.json" |
    grep -qi '^Access-Control-Allow-Origin: https://qvis'
}

docker_asked() {
  expect 200 "$docker/_ping" || return
  expect 200 "$docker/v1.52/containers/json" || return
  expect 200 "$docker/v1.52/containers/0123abc/logs?follow=1" || return
  expect 403 -X POST "$docker/v1.52/containers/json" || return
  expect 403 -X POST "$docker/containers/create" || return
  expect 403 "$docker/v1.52/containers/0123abc/archive?path=/" || return
  expect 403 --path-as-is "$docker/v1.52/containers/0123abc/json/../../../secrets" || return
  expect 403 "$docker/v1.52/secrets%2f..%2fcontainers/json/x" || return
  expect 403 "$docker/" || return
  curl -s --max-time 5 "$docker/v1.52/containers/0123abc/logs?since=1" | grep -qx 'GET /v1.52/containers/0123abc/logs?since=1'
}

imported() {
  local import=$work/import/import-dashboards.sh
  export GRAFANA_URL=http://127.0.0.1:${port[grafana]}
  [ "$("$import")" = "Some dashboard: $GRAFANA_URL/d/some" ] || return 1
  GRAFANA_AUTH=good "$import" || return 1
  ! GRAFANA_AUTH=bad "$import" || return 1
  ! GRAFANA_URL=http://127.0.0.1:1 "$import" || return 1
  echo '{}' >"$work/import/grafana/dashboards/none.json"
  ! "$import"
}

if nginx=$(find_program nginx) && command -v curl >/dev/null; then
  for name in collector proxy files grafana docker; do
    choose_port "$name"
  done
  mkdir -p "$work/import/grafana/dashboards"
  cp import-dashboards.sh "$work/import/"
  echo '{"uid": "some", "title": "Some dashboard", "panels": [{}]}' >"$work/import/grafana/dashboards/some.json"
  mkdir -p "$work/srv/qlog/conn-123"
  echo '{}' >"$work/srv/qlog/conn-123/trace.json"
  echo state >"$work/srv/qlog/.moqlog-watch.mv"
  cp -r runbooks "$work/srv/"
  chmod -R a+rX "$work"
  sed "s/otel-collector:4318/127.0.0.1:${port[collector]}/; s/listen 8080/listen 127.0.0.1:${port[proxy]}/" \
    nginx/otel-proxy.conf >"$work/otel-proxy.conf"
  sed "s|/srv|$work/srv|; s/listen 8090/listen 127.0.0.1:${port[files]}/" \
    nginx/qlog-files.conf >"$work/qlog-files.conf"
  sed "s|/var/run/docker.sock|$work/docker.sock|; s/listen 2375/listen 127.0.0.1:${port[docker]}/" \
    nginx/docker-proxy.conf >"$work/docker-proxy.conf"
  cat >"$work/nginx.conf" <<END
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log;
events {}
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  include $work/otel-proxy.conf;
  include $work/qlog-files.conf;
  include $work/docker-proxy.conf;
  server {
    listen unix:$work/docker.sock;
    location / { return 200 "\$request_method \$request_uri\n"; }
  }
  server {
    listen 127.0.0.1:${port[collector]};
    location / { return 200 "\$request_method \$uri \$http_cookie\n"; }
  }
  map "\$request_method \$uri \$http_authorization" \$grafana {
    default 404;
    "~^GET /api/health " 200;
    "~^(GET|POST) /api/folders (Bearer good|Basic YWRtaW46YWRtaW4=)\$" 200;
    "~^POST /api/dashboards/db (Bearer good|Basic YWRtaW46YWRtaW4=)\$" 200;
    "~^(GET|POST) /api/folders" 401;
  }
  server {
    listen 127.0.0.1:${port[grafana]};
    location / {
      if (\$grafana = 401) { return 401 "{}"; }
      if (\$grafana = 404) { return 404 "{}"; }
      if (\$request_method = POST) { return 200 '{"uid": "folder", "url": "/d/some"}'; }
      return 200 "[]";
    }
  }
}
END
  check "nginx -t" "$nginx" -t -c "$work/nginx.conf" -p "$work"
  "$nginx" -c "$work/nginx.conf" -p "$work" 2>/dev/null &
  nginx_pid=$!
  proxy=http://127.0.0.1:${port[proxy]}
  files=http://127.0.0.1:${port[files]}
  docker=http://127.0.0.1:${port[docker]}
  for _ in $(seq 50); do
    [ "$(code "$proxy/healthz" || true)" != 200 ] || break
    sleep 0.1
  done
  check "nginx/otel-proxy.conf" proxied
  check "nginx/qlog-files.conf" served
  check "nginx/docker-proxy.conf" docker_asked
  if command -v jq >/dev/null; then
    check "import-dashboards.sh" imported
  else
    not_made "there is no jq" "import-dashboards.sh was not tried"
  fi
else
  not_made "there is no nginx" "its files and import-dashboards.sh were not tried"
fi

# --- Programs that are checked where there are any.

if otelcol=$(find_program otelcol-contrib otelcol); then
  check "otelcol validate" "$otelcol" validate --config=otel-collector-config.yaml
else
  not_made "there is no Collector" "otel-collector-config.yaml was only parsed"
fi
if loki=$(find_program loki); then
  check "loki -verify-config" "$loki" -config.file=loki-config.yaml -verify-config
else
  not_made "there is no Loki" "loki-config.yaml was only parsed"
fi
if tempo=$(find_program tempo); then
  check "tempo -config.verify" "$tempo" -config.file=tempo-config.yaml -config.verify=true
else
  not_made "there is no Tempo" "tempo-config.yaml was only parsed"
fi
# Alloy runs the file with one of those of its sources.
validated() {
  mkdir -p "$work/alloy"
  cp alloy-config.alloy "alloy/$1.alloy" "$work/alloy/"
  "$alloy" validate "$work/alloy" && rm -r "$work/alloy"
}
if alloy=$(find_program alloy); then
  for file in alloy-config.alloy alloy/*.alloy; do
    check "alloy fmt, $file" "$alloy" fmt --test "$file"
  done
  for source in containers files; do
    check "alloy validate, $source" validated "$source"
  done
else
  not_made "there is no Alloy" "its files were only looked at"
fi

# --- Style.

if command -v yamllint >/dev/null; then
  check yamllint yamllint -s -c .yamllint ./*.yml ./*.yaml rules grafana
else
  not_made "there is no yamllint" "YAML was only parsed"
fi
if command -v shellcheck >/dev/null; then
  check shellcheck shellcheck -x -P SCRIPTDIR ./*.sh
else
  not_made "there is no shellcheck" "scripts were not checked"
fi

exit "$status"
