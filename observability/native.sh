#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs the stack without Docker, from packages, with the same configuration files: Prometheus,
# Alertmanager, node_exporter, "qlog-cli watch" and the sample relay; and the Collector, Tempo, Loki,
# Alloy and nginx where there are any on the PATH or in the cache.
#
#   native.sh          runs until it is interrupted; data stay in observability/.native
#   native.sh --check  checks each step from a metric to the qlog file (workflow-steps.sh), with data of
#                      its own and at free ports, and stops
#
# The exit status of --check is 0 if all steps hold, 1 if one does not, and 2 if one could not be made.
#
# Needs qlog-cli and the sample (./mvnw -q package -DskipTests), curl, jq, and what Debian packages as
# prometheus, prometheus-alertmanager and prometheus-node-exporter. For Grafana see README.md.
#
#   MOQLOG_OBSERVABILITY  where programs are looked for beside the PATH; without it,
#                         moqlog-observability in XDG_CACHE_HOME or in ~/.cache

# Functions are called by name.
# shellcheck disable=SC2317

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/*}
# shellcheck source=common.sh
. "$here/common.sh"

checking=
case ${1:-} in
  '') data=$here/.native ;;
  --check)
    checking=yes
    data=$(mktemp -d)
    ;;
  *)
    echo "usage: native.sh [--check]" >&2
    exit 64
    ;;
esac

pids=()
names=()
status=0

finish() {
  local pid patience=60
  # What they would still write is thrown away.
  [ -z "$checking" ] || patience=1
  for pid in "${pids[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${pids[@]}"; do
    poll "$patience" ended "$pid" || kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  [ -z "$checking" ] || rm -rf "$data"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say() {
  printf 'native.sh: %s\n' "$1"
}

fail() {
  say "$1" >&2
  exit 1
}

missing() {
  say "$1" >&2
  [ -n "$checking" ] || exit 1
  exit 2
}

ended() {
  ! kill -0 "$1" 2>/dev/null
}

# --- Programs.

qlog_cli=$root/qlog-cli/bin/qlog-cli
sample=$root/samples/telemetry/target/relay-telemetry.jar
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
for program in curl jq; do
  command -v "$program" >/dev/null || missing "there is no $program"
done
prometheus=$(find_program prometheus) || missing "there is no prometheus"
alertmanager=$(find_program alertmanager prometheus-alertmanager) || missing "there is no alertmanager"
node_exporter=$(find_program node_exporter prometheus-node-exporter) || missing "there is no node_exporter"
"$qlog_cli" --version >/dev/null || missing "qlog-cli is not built"
[ -f "$sample" ] || missing "the sample relay is not built: ./mvnw -q package -DskipTests"
otelcol=$(find_program otelcol-contrib otelcol) || otelcol=
tempo=$(find_program tempo) || tempo=
loki=$(find_program loki) || loki=
alloy=$(find_program alloy) || alloy=
nginx=$(find_program nginx) || nginx=
# It reads lines for Loki.
[ -n "$loki" ] || alloy=

# --- Ports: those of the containers, or free ones.

for number in 3100 3200 4317 4318 4319 4443 8888 8090 8889 9090 9093 9095 9096 9100 9464 12345 \
  13133; do
  port[$number]=$number
  if [ -n "$checking" ]; then
    choose_port "$number"
  elif taken "$number"; then
    fail "port $number is in use"
  fi
done

# --- Configuration: the files beside this script, with addresses of this machine.

mkdir -p "$data"/{config/{rules,alloy},log,prometheus,alertmanager,loki,tempo,alloy,nginx,textfile,qlog}
cp "$here/qlog-token" "$data/config/"
cp "$here/rules/recording.yml" "$data/config/rules/"
cp "$here/alerts.yml" "$here/alertmanager.yml" "$data/config/"
cp "$here/alloy-config.alloy" "$here/alloy/files.alloy" "$data/config/alloy/"
scrape_interval=15s
[ -z "$checking" ] || scrape_interval=1s
sed -E \
  -e "s/otel-collector:(8888|8889)\b/127.0.0.1:@\1@/" \
  -e 's/host\.docker\.internal:4443/127.0.0.1:@4443@/' \
  -e 's/(qlog-exporter|node-exporter|alertmanager|tempo|loki|alloy|localhost):([0-9]+)\b/127.0.0.1:@\2@/' \
  -e 's/grafana:3000\b/127.0.0.1:3050/' \
  -e "s/(scrape|evaluation)_interval: 15s/\1_interval: $scrape_interval/; s/scrape_timeout: 10s/scrape_timeout: $scrape_interval/" \
  "$here/prometheus.yml" >"$data/config/prometheus.yml"
if "$prometheus" --version 2>&1 | grep -q 'version 2[.]'; then
  sed -i '/metric_name_escaping_scheme:/d' "$data/config/prometheus.yml"
fi
for number in "${!port[@]}"; do
  sed -i "s/@$number@/${port[$number]}/" "$data/config/prometheus.yml"
done
sed -E -e "s|/loki|$data/loki|; s/http_listen_port: 3100/http_listen_address: 127.0.0.1\n  http_listen_port: ${port[3100]}/" \
  -e "s/grpc_listen_port: 9096/grpc_listen_address: 127.0.0.1\n  grpc_listen_port: ${port[9096]}/" \
  "$here/loki-config.yaml" >"$data/config/loki-config.yaml"
# The Collector has port 4317 here, so Tempo gets another.
sed -E -e "s|/var/tempo|$data/tempo|; s/http_listen_port: 3200/http_listen_address: 127.0.0.1\n  http_listen_port: ${port[3200]}/" \
  -e "s/grpc_listen_port: 9095/grpc_listen_address: 127.0.0.1\n  grpc_listen_port: ${port[9095]}/" \
  -e "s/0\.0\.0\.0:4317/127.0.0.1:${port[4319]}/" \
  "$here/tempo-config.yaml" >"$data/config/tempo-config.yaml"

# Traces may be read by who writes them only.
user=
[ "$(id -u)" -ne 0 ] || user="user root;"
cat >"$data/config/nginx.conf" <<END
$user
daemon off;
pid $data/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path $data/nginx/body;
  proxy_temp_path $data/nginx/proxy;
  fastcgi_temp_path $data/nginx/fastcgi;
  uwsgi_temp_path $data/nginx/uwsgi;
  scgi_temp_path $data/nginx/scgi;
  include $data/config/qlog-files.conf;
}
END
sed -e "s|root /srv;|root $data;|; s/listen 8090/listen 127.0.0.1:${port[8090]}/" \
  "$here/nginx/qlog-files.conf" >"$data/config/qlog-files.conf"
ln -sfn "$here/runbooks" "$data/runbooks"

# --- Start.

start() {
  local name=$1
  shift
  "$@" >"$data/log/$name.log" 2>"$data/log/$name.err" </dev/null &
  pids+=("$!")
  names+=("$name")
}

answers() {
  curl -sf --max-time 2 -o /dev/null "$1"
}

await() {
  local name=$1 url=$2
  poll 90 answers "$url" || {
    tail -n 20 "$data/log/$name.err" "$data/log/$name.log" 2>/dev/null | cut -c 1-300 >&2
    fail "$name does not answer"
  }
  say "$name: ${url%/*}"
}

local_url() {
  printf 'http://127.0.0.1:%s%s' "${port[$1]}" "${2:-}"
}

if [ -n "$tempo" ]; then
  start tempo "$tempo" "-config.file=$data/config/tempo-config.yaml"
fi
if [ -n "$loki" ]; then
  start loki "$loki" "-config.file=$data/config/loki-config.yaml"
fi
if [ -n "$otelcol" ]; then
  configs=("--config=$here/otel-collector-config.yaml")
  if [ -z "$tempo" ]; then
    # What Tempo would get, in a file.
    cat >"$data/config/spans.yaml" <<END
exporters:
  file/spans: {path: $data/log/spans.json, flush_interval: 200ms}
service:
  pipelines:
    traces: {exporters: [file/spans]}
END
    configs+=("--config=$data/config/spans.yaml")
  fi
  start otel-collector env \
    HEALTH_ADDRESS="127.0.0.1:${port[13133]}" \
    OTLP_GRPC_ADDRESS="127.0.0.1:${port[4317]}" \
    OTLP_HTTP_ADDRESS="127.0.0.1:${port[4318]}" \
    METRICS_ADDRESS="127.0.0.1:${port[8889]}" \
    TELEMETRY_HOST=127.0.0.1 \
    TELEMETRY_PORT="${port[8888]}" \
    TEMPO_ENDPOINT="127.0.0.1:${port[4319]}" \
    LOKI_ENDPOINT="$(local_url 3100 /otlp)" \
    "$otelcol" "${configs[@]}"
fi
start node-exporter "$node_exporter" --web.listen-address="127.0.0.1:${port[9100]}" \
  --collector.textfile.directory="$data/textfile"
start alertmanager "$alertmanager" --config.file="$data/config/alertmanager.yml" \
  --storage.path="$data/alertmanager" --web.listen-address="127.0.0.1:${port[9093]}" \
  --cluster.listen-address=
start prometheus "$prometheus" --config.file="$data/config/prometheus.yml" \
  --storage.tsdb.path="$data/prometheus" --web.listen-address="127.0.0.1:${port[9090]}" \
  --enable-feature=exemplar-storage --web.enable-lifecycle
[ -z "$tempo" ] || await tempo "$(local_url 3200 /ready)"
[ -z "$loki" ] || await loki "$(local_url 3100 /ready)"
[ -z "$otelcol" ] || await otel-collector "$(local_url 13133 /)"

if [ -n "$nginx" ]; then
  start qlog-files "$nginx" -c "$data/config/nginx.conf" -p "$data/nginx" -e stderr
  await qlog-files "$(local_url 8090 /healthz)"
fi

# Traces are then called qlog/CONNECTION_ID/trace.json, as in the containers.
cd "$data"
export OTEL_EXPORTER_OTLP_ENDPOINT OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_METRIC_EXPORT_INTERVAL=10000
OTEL_EXPORTER_OTLP_ENDPOINT=$(local_url 4318)
[ -z "$checking" ] || OTEL_METRIC_EXPORT_INTERVAL=1000
otlp=()
players=()
if [ -n "$otelcol" ]; then
  otlp=(--otlp)
else
  # Prometheus reads the players' metrics where the Collector would show them.
  players=(--listen-players "127.0.0.1:${port[8889]}")
  export OTEL_TRACES_EXPORTER=none OTEL_METRICS_EXPORTER=none
fi
# Metrics are scraped. Log records go by OTLP where there is no Alloy to read lines; to check, by both.
logs_exporter=otlp
[ -z "$alloy" ] || [ -n "$checking" ] || logs_exporter=none
start qlog-exporter env OTEL_METRICS_EXPORTER=none OTEL_LOGS_EXPORTER=$logs_exporter \
  "$qlog_cli" watch qlog --listen "127.0.0.1:${port[9464]}" --token-file "$data/config/qlog-token" \
  --state "$data/watch.mv" --show json "${otlp[@]}"
start moq-relay env MOQ_QLOG_ENABLED=true MOQ_QLOG_SAMPLE_RATE="${MOQ_QLOG_SAMPLE_RATE:-1}" MOQ_QLOG_DIR=qlog \
  "$java" -jar "$sample" --listen "127.0.0.1:${port[4443]}" "${players[@]}"
if [ -n "$alloy" ]; then
  start alloy env LOKI_URL="$(local_url 3100 /loki/api/v1/push)" LOG_FILES="$data/log/{moq-relay,qlog-exporter}.log" \
    "$alloy" run --server.http.listen-addr="127.0.0.1:${port[12345]}" --storage.path="$data/alloy" \
    --disable-reporting "$data/config/alloy"
  await alloy "$(local_url 12345 /-/ready)"
fi
await qlog-exporter "$(local_url 9464 /healthz)"
await moq-relay "$(local_url 4443 /metrics)"
await node-exporter "$(local_url 9100 /metrics)"
await alertmanager "$(local_url 9093 /-/ready)"
await prometheus "$(local_url 9090 /-/ready)"

if [ -z "$checking" ]; then
  for number in "${!pids[@]}"; do
    printf '%s\n' "${pids[number]}" >"$data/log/${names[number]}.pid"
  done
  say "all runs; logs are in $data/log; stop with Ctrl-C"
  wait
  exit 0
fi

otlp_logs=$otelcol
bring_logs() { :; }
bring_file() { :; }
# shellcheck source=workflow-steps.sh
. "$here/workflow-steps.sh"
exit "$status"
