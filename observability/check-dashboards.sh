#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs every PromQL query of the dashboards, as Grafana would, against a Prometheus that scrapes
# node_exporter, the simulated relay and its players, and qlog-cli watch over the logs of the relay
# and of this repository. Each must succeed and find numbers.
#
# The build must have been done. Where node, prometheus or node_exporter is missing it says so and
# ends with 2.

set -euo pipefail
stack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$stack")
for program in node prometheus prometheus-node-exporter; do
  if ! command -v "$program" >/dev/null; then
    echo "check-dashboards.sh: no $program, so dashboards were not tried" >&2
    exit 2
  fi
done

work=$(mktemp -d)
started=()
finish() {
  local process
  for process in "${started[@]}"; do
    kill "$process" 2>/dev/null || true
  done
  wait
  rm -rf "$work"
}
trap finish EXIT

free_port() {
  node -e 'const s = require("net").createServer();
    s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

wait_for() {
  local url=$1
  for _ in $(seq 150); do
    if curl -sf -o /dev/null "$url"; then
      return
    fi
    sleep 0.2
  done
  echo "check-dashboards.sh: $url does not answer" >&2
  cat "$work"/*.log >&2
  return 1
}

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi
library=$(echo "$root"/qlog-cli/target/qlog-cli-*/lib)
qlog=$work/qlog
mkdir "$qlog"

# The relay with its players and its recorder; and connections to which more happens. Traces of both
# go to where watch looks.
relay_port=$(free_port)
players_port=$(free_port)
OTEL_TRACES_EXPORTER=none MOQ_QLOG_ENABLED=true MOQ_QLOG_SAMPLE_RATE=1 MOQ_QLOG_DIR=$qlog \
  "$java" -jar "$root/samples/telemetry/target/relay-telemetry.jar" --connections-per-second 2 \
  --listen "127.0.0.1:$relay_port" --listen-players "127.0.0.1:$players_port" >"$work/relay.log" 2>&1 &
started+=($!)
"$java" -cp "$stack/target/classes:$stack/target/test-classes:$library/*" \
  dev.moqlog.observability.CapturedConnections "$qlog" >"$work/captured.log" 2>&1 &
started+=($!)
watch_port=$(free_port)
"$root/qlog-cli/bin/qlog-cli" watch "$qlog" --listen "127.0.0.1:$watch_port" --settle 1 --show none \
  --label relay_instance=relay-1 --label namespace=live/cam-1 --label region=eu-west \
  >"$work/watch.log" 2>&1 &
started+=($!)
node_port=$(free_port)
prometheus-node-exporter --web.listen-address="127.0.0.1:$node_port" \
  --collector.textfile.directory="$work" >"$work/node.log" 2>&1 &
started+=($!)

cat >"$work/prometheus.yml" <<END
global: {scrape_interval: 1s}
scrape_configs:
  - {job_name: moq-relay, static_configs: [{targets: ["127.0.0.1:$relay_port"]}]}
  - {job_name: otel-collector, static_configs: [{targets: ["127.0.0.1:$players_port"]}]}
  - {job_name: qlog-exporter, static_configs: [{targets: ["127.0.0.1:$watch_port"]}]}
  - {job_name: node, static_configs: [{targets: ["127.0.0.1:$node_port"]}]}
END
prometheus_port=$(free_port)
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
  --enable-feature=exemplar-storage --web.listen-address="127.0.0.1:$prometheus_port" \
  >"$work/prometheus.log" 2>&1 &
started+=($!)
wait_for "http://127.0.0.1:$watch_port/metrics"
wait_for "http://127.0.0.1:$node_port/metrics"
wait_for "http://127.0.0.1:$prometheus_port/-/ready"

# Logs come in one by one, so that counters grow while they are scraped.
cp "$stack/src/test/resources/relay.sqlog" "$qlog/relay-1.sqlog"
sleep 3
find "$root/samples/qlog" -type f | sort | while IFS= read -r log; do
  name=$(basename "$(dirname "$log")")
  mkdir -p "$qlog/$name"
  cp "$log" "$qlog/$name/"
  sleep 1
done
cp "$stack/src/test/resources/relay.sqlog" "$qlog/relay-2.sqlog"
sleep 6

mkdir -p "$stack/target/node"
cp "$stack/src/test/node/"*.mjs "$stack/target/node"
node "$stack/target/node/run-queries.mjs" "$stack" "http://127.0.0.1:$prometheus_port" 60 1

# Each name of the dashboard about machines is one that this exporter has.
curl -s "http://127.0.0.1:$node_port/metrics" | sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' | sort >"$work/names"
missing=$(grep -o '"node_[A-Za-z0-9_]*"' "$stack/src/main/java/dev/moqlog/observability/NodeMetric.java" |
  tr -d '"' | sort -u | comm -23 - "$work/names")
if [ -n "$missing" ]; then
  echo "check-dashboards.sh: node_exporter has no" "$missing" >&2
  exit 1
fi
