#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Reads lines of the sample relay, and others, with Alloy and its files, into Loki: through Docker's
# API, which a stand-in answers behind nginx/docker-proxy.conf, and from the files that Docker and
# programs write. Each line must be in Loki once, at its time, with its ids and no label too many.
#
# The build must have been done. Where Alloy, Loki, nginx, curl or jq is missing it says so and ends
# with 2; build-programs.sh builds Alloy and Loki.
#
#   MOQLOG_OBSERVABILITY  where programs are looked for beside the PATH; without it,
#                         moqlog-observability in XDG_CACHE_HOME or in ~/.cache

# Functions are called by name; dollars in single quotes are jq's.
# shellcheck disable=SC2016,SC2317

set -euo pipefail
stack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${stack%/*}
# shellcheck source=common.sh
. "$stack/common.sh"
sample=$root/samples/telemetry/target/relay-telemetry.jar
PATH=$PATH:/usr/sbin:$programs
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java

for program in alloy loki nginx curl jq; do
  command -v "$program" >/dev/null || {
    echo "check-logs.sh: no $program, so reading logs was not tried" >&2
    exit 2
  }
done

work=$(mktemp -d)
started=()
status=0
finish() {
  local process
  for process in "${started[@]}"; do
    kill "$process" 2>/dev/null || true
  done
  wait
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

start() {
  local name=$1
  shift
  "$@" >"$work/$name.out" 2>"$work/$name.err" </dev/null &
  started+=("$!")
}

await() {
  local name=$1
  shift
  poll 90 "$@" || {
    tail -n 20 "$work/$name".* >&2
    echo "check-logs.sh: $name does not answer" >&2
    exit 1
  }
}

# Checks until it holds, for up to so many seconds; what it says at last is shown if it does not.
step() {
  local what=$1 end=$((SECONDS + $2)) held=yes
  shift 2
  until "$@" >"$work/step" 2>&1; do
    [ "$SECONDS" -lt "$end" ] || {
      held=
      break
    }
    sleep 0.5
  done
  if [ -n "$held" ]; then
    echo "check-logs.sh: ok: $what"
  else
    head -n 6 "$work/step" | cut -c 1-700 >&2
    echo "check-logs.sh: NOT: $what" >&2
    status=1
  fi
}

for name in loki loki-grpc docker proxy alloy-containers alloy-files; do
  choose_port "$name"
done

# --- Lines: of the relay, with ids; and of a program that knows nothing of us.

lines=$work/lines
mkdir -p "$lines" "$work/docker/1" "$work/docker/2" "$work/docker/3" "$work/plain" "$work/qlog"
OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none MOQ_QLOG_ENABLED=true MOQ_QLOG_SAMPLE_RATE=1 \
  MOQ_QLOG_DIR=$work/qlog "$java" -jar "$sample" --duration 40 --speed 20 --listen off >"$lines/moq-sample.log"
now=$(date -u +%Y-%m-%dT%H:%M:%S.123456789Z)
cat >"$lines/other.log" <<END
not JSON at all
{"level": "WARN", "timestamp": "$now", "message": "of no service"}
{"broken":
{"service": "moq-relay", "message": "without a time, $(printf '%020000d' 0)"}
END

# What Docker puts around lines in its files, with the options of docker-compose.yml.
in_file() {
  jq -Rc --arg service "$1" --arg now "$now" '{log: (. + "\n"), stream: "stdout",
    attrs: {tag: ($service + "-file"), "com.docker.compose.service": $service}, time: $now}' "$lines/$1.log"
}
in_file moq-sample >"$work/docker/1/1-json.log"
in_file other >"$work/docker/2/2-json.log"
jq -Rc '{log: (. + "\n"), stream: "stdout", time: "'"$now"'"}' "$lines/other.log" >"$work/docker/3/3-json.log"
cp "$lines/moq-sample.log" "$work/plain/relay.log"
echo "not JSON either" >>"$work/plain/relay.log"
# A connection of today, and then one of the day before yesterday.
for day in "$now" "$(date -u -d '2 days ago' +%Y-%m-%dT%H:%M:%S.5Z)"; do
  printf '{"service": "qlog-cli", "level": "INFO", "timestamp": "%s", "connection_id": "of %s"}\n' "$day" "${day%T*}"
done >"$work/plain/watch.log"

# --- Programs.

sed -E -e "s|/loki|$work/loki|; s/http_listen_port: 3100/http_listen_address: 127.0.0.1\n  http_listen_port: ${port[loki]}/" \
  -e "s/grpc_listen_port: 9096/grpc_listen_address: 127.0.0.1\n  grpc_listen_port: ${port[loki-grpc]}/" \
  "$stack/loki-config.yaml" >"$work/loki.yaml"
start loki loki "-config.file=$work/loki.yaml"
start docker "$java" -cp "$stack/target/test-classes" dev.moqlog.observability.stand.DockerStandIn \
  "${port[docker]}" "$lines/moq-sample.log" "$lines/other.log"
sed "s|/var/run/docker.sock|$work/docker.sock|; s/listen 2375/listen 127.0.0.1:${port[proxy]}/" \
  "$stack/nginx/docker-proxy.conf" >"$work/docker-proxy.conf"
cat >"$work/nginx.conf" <<END
daemon off;
pid $work/nginx.pid;
error_log $work/nginx.log;
events {}
http {
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  include $work/docker-proxy.conf;
  # Docker's socket.
  server {
    listen unix:$work/docker.sock;
    location / {
      proxy_pass http://127.0.0.1:${port[docker]};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 1h;
    }
  }
}
END
chmod a+rx "$work"
await docker curl -sf "http://127.0.0.1:${port[docker]}/_ping"
start nginx nginx -c "$work/nginx.conf" -p "$work"
loki=http://127.0.0.1:${port[loki]}
proxy=http://127.0.0.1:${port[proxy]}
await loki curl -sf "$loki/ready"
await nginx curl -sf "$proxy/_ping"

start_alloy() {
  local source=$1
  mkdir -p "$work/$source.d"
  cp "$stack/alloy-config.alloy" "$stack/alloy/$source.alloy" "$work/$source.d/"
  start "alloy-$source" env "DOCKER_HOST=tcp://127.0.0.1:${port[proxy]}" "LOKI_URL=$loki/loki/api/v1/push" \
    "LOG_FILES=$work/{docker/*/*-json,plain/*}.log" \
    alloy run "--server.http.listen-addr=127.0.0.1:${port[alloy-$source]}" \
    "--storage.path=$work/$source-state" --disable-reporting "$work/$source.d"
  await "alloy-$source" curl -sf "http://127.0.0.1:${port[alloy-$source]}/-/ready"
}
start_alloy containers
containers_alloy=${started[-1]}
start_alloy files

# --- What is in Loki.

# Entries: labels, time, line and structured metadata of each.
entries() {
  curl -sfG --max-time 10 -H 'X-Loki-Response-Encoding-Flags: categorize-labels' "$loki/loki/api/v1/query_range" \
    --data-urlencode "query=$1" -d "start=$(($(date +%s) - 4 * 86400))000000000" -d limit=5000 -d direction=forward |
    jq -c '.data.result[] | .stream as $labels | .values[]
      | {labels: $labels, time: .[0], line: .[1], metadata: (.[2].structuredMetadata // {})}'
}

# The lines of the relay, as they must be there.
expected() {
  jq -cS --arg container "$1" '
    (.timestamp | capture("(?<seconds>[^.Z]+)([.](?<fraction>[0-9]+))?Z")) as $time
    | {line: tojson,
       time: (($time.seconds + "Z" | fromdate | tostring) + (($time.fraction // "") + "000000000")[:9]),
       labels: ({service, level} + if $container == "" then {} else {container: $container} end),
       metadata: ({trace_id, span_id, connection_id, qlog_path} | with_entries(select(.value)))}' \
    "$lines/moq-sample.log" | sort
}

# Of lines of the same time Alloy gives each some nanoseconds more than the one before.
relay() {
  entries "$1" | jq -cS '{line: (.line | fromjson | tojson), time, labels,
    metadata: (.metadata | del(.detected_level))}' | sort >"$work/got"
  expected "$2" >"$work/wanted"
  [ -s "$work/wanted" ] && diff <(jq -c 'del(.time)' "$work/wanted") <(jq -c 'del(.time)' "$work/got") &&
    paste "$work/wanted" "$work/got" |
    jq -es 'def micros: .time[3:-3] | tonumber; [_nwise(2)] | all((.[1] | micros) - (.[0] | micros) | . == 0 or . == 1)'
}

# Those of a program that knows nothing of us.
other() {
  entries "{container=\"$1\"}" | jq -c '[.labels.service, .labels.level // "", .line]' | sort >"$work/got"
  jq -Rc '(fromjson? // {}) as $fields
    | [$fields.service // "other", ($fields.level // "" | ascii_downcase), .]' "$lines/other.log" | sort >"$work/wanted"
  diff "$work/wanted" "$work/got"
}

container=observability-moq-sample-1
step "containers: lines of the relay, each once, with its time, labels and ids" \
  60 relay "{container=\"$container\"}" "$container"
step "containers: lines of others, with the service that Docker tells" 30 other observability-other-1
step "files of Docker: lines of the relay, each once, with its time, labels and ids" \
  60 relay '{container="moq-sample-file"}' moq-sample-file
step "files of Docker: lines of others" 30 other other-file
step "files of programs: lines of the relay" 30 relay '{service="moq-relay", container=""}' ""
not_json() {
  entries '{service="relay"}' | jq -es 'length == 1 and .[0].line == "not JSON either" and .[0].labels == {service: "relay"}'
}
step "files of programs: others, called by the file" 30 not_json
no_more() {
  curl -sf "$loki/loki/api/v1/labels" | jq -e '.data - ["service", "level", "container"] | all(startswith("__"))' &&
    curl -sf "$loki/loki/api/v1/label/service/values" | jq -e '.data - ["moq-relay", "other", "relay", "qlog-cli"] == []'
}
both_days() {
  curl -sf -X POST "$loki/flush"
  entries '{service="qlog-cli", level="info"}' |
    jq -es 'map(.line | fromjson | .connection_id == "of " + .timestamp[:10]) == [true, true]'
}
step "files of programs: lines of connections that ended days ago" 30 both_days
step "no other label, and nothing of other projects" 0 no_more
by_id() {
  local id
  id=$(jq -r 'select(.qlog_path).connection_id' "$lines/moq-sample.log" | head -n 1)
  entries "{service=\"moq-relay\"} | json | connection_id=\"$id\"" | jq -es --arg id "$id" \
    'length > 2 and all(.line | fromjson | .connection_id == $id) and any(.metadata.qlog_path)'
}
step "the query of README.md finds the lines of a connection" 10 by_id

# Docker gives lines of the last second once more to who asks again. Loki takes them for the same, but
# where Alloy moved lines of the same nanosecond apart, and now does so otherwise.
none_missing() {
  entries "{container=\"$container\"}" | jq -cS '{line: (.line | fromjson | tojson), labels}' | sort -u >"$work/got"
  expected "$container" | jq -cS '{line, labels}' | sort -u >"$work/wanted"
  diff "$work/wanted" "$work/got"
}
kill "$containers_alloy"
wait "$containers_alloy" || true
start_alloy containers
echo '{"service": "moq-relay", "message": "after a restart"}' >>"$lines/other.log"
step "after a restart of Alloy, no line is missing and none is there twice" 30 other observability-other-1
step "of the relay none is missing" 0 none_missing
refused() {
  [ "$(curl -s -o /dev/null -w '%{http_code}' "$proxy/$2" -X "$1")" = 403 ]
}
for request in "POST containers/create" "POST containers/1a/stop" "GET containers/1a/archive" "GET images/json" \
  "DELETE containers/1a" "GET v1.52/containers/1a/../../secrets" "POST containers/json"; do
  # shellcheck disable=SC2086 # a method and a path
  step "Docker is not asked to $request" 0 refused $request
done
exit "$status"
