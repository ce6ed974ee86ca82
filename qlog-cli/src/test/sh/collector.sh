#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Sends the traces in samples/ to a real OpenTelemetry Collector, by "qlog-cli export otlp" over HTTP
# and over gRPC, and checks what comes out of it:
#   - its Prometheus exporter shows the names, labels and numbers of "qlog-cli export prometheus",
#   - its file exporter shows one span and one log record of each connection, with connection_id and
#     qlog_path, at the time of the trace and with the ids that exemplars have,
#   - "qlog-cli watch --otlp" gives the same, and sends no connection again when it is restarted.
# The exit status is 0 if all checks hold, 1 if one does not, and 2 if they cannot be made here.
#
# Needs qlog-cli (./mvnw -q package -DskipTests), curl, jq, and Go 1.25 or newer with a module proxy
# to build the collector from qlog-cli/src/test/collector. That takes some minutes the first time.
#
#   MOQLOG_COLLECTOR  the directory in which the built collector is kept; without it,
#                     moqlog-collector in XDG_CACHE_HOME or in ~/.cache

# shellcheck source=backends.sh
. "$(dirname "${BASH_SOURCE[0]}")/backends.sh"

for program in curl jq; do
  command -v "$program" >/dev/null || skip "there is no $program"
done

# --- The collector, built once for each state of its sources.

sources=qlog-cli/src/test/collector
cache=${MOQLOG_COLLECTOR:-${XDG_CACHE_HOME:-$HOME/.cache}/moqlog-collector}
state=$(cat "$sources/main.go" "$sources/go.mod" "$sources/go.sum" | cksum)
collector=$cache/collector-${state%% *}
if [ ! -x "$collector" ]; then
  go=go
  command -v go >/dev/null || go=/usr/local/go/bin/go
  command -v "$go" >/dev/null || skip "there is no Go, so no collector can be built"
  say "building the collector"
  mkdir -p "$cache"
  export GOFLAGS="${GOFLAGS:-} -mod=readonly"
  (cd "$sources" && timeout 300 "$go" list -deps .) >"$work/modules.log" 2>&1 || {
    show modules
    skip "the modules of the collector cannot be had"
  }
  # One package at a time: the whole needs neither all of the memory nor all of the processors.
  (
    cd "$sources"
    timeout 1200 nice "$go" build -p=1 -trimpath -ldflags='-s -w' -o "$work/collector" .
  ) >"$work/build.log" 2>&1 || {
    show build
    fail "the collector cannot be built"
  }
  mv "$work/collector" "$collector.$$"
  mv "$collector.$$" "$collector"
fi
SECONDS=0

cat >"$work/collector.yaml" <<'END'
receivers:
  otlp:
    protocols:
      http: {endpoint: "127.0.0.1:${env:HTTP_PORT}"}
      grpc: {endpoint: "127.0.0.1:${env:GRPC_PORT}"}
processors:
  batch: {timeout: 100ms}
exporters:
  prometheus:
    endpoint: "127.0.0.1:${env:METRICS_PORT}"
    enable_open_metrics: true
    without_scope_info: true
  file: {path: "${env:OUTPUT}", flush_interval: 100ms}
service:
  telemetry:
    metrics: {level: none}
  pipelines:
    metrics: {receivers: [otlp], processors: [batch], exporters: [prometheus, file]}
    traces: {receivers: [otlp], processors: [batch], exporters: [file]}
    logs: {receivers: [otlp], processors: [batch], exporters: [file]}
END

# --- What has to come out of it.

qlog_cli summarize -f json -o "$work/summary.json" samples/qlog
connections=$(jq .totals.connections "$work/summary.json")
qlog_cli export prometheus samples/qlog >"$work/exported.om"
samples "$work/exported.om" >"$work/exported"
[ -s "$work/exported" ] || fail "export prometheus gave no samples"

# One line for each connection: connection_id, file, when it began in ns (- if unknown), how long it
# took in ns.
jq -r '.connections[] | [
    .connection_id,
    .source,
    (if .start_time
     then (.start_time | sub("[.][0-9]+Z$"; "Z") | fromdate | tostring)
        + ((.start_time | capture("[.](?<fraction>[0-9]+)Z$").fraction // "") + "000000000")[:9]
     else "-" end),
    (.duration_ms * 1e6 | round)
  ] | @tsv' "$work/summary.json" | sort >"$work/connections"

# Spans and log records of the file exporter, one a line.
spans() {
  jq -r '.resourceSpans[]?.scopeSpans[].spans[]
    | (.attributes | map({key, value: (.value | .[keys[0]])}) | from_entries) as $a
    | [$a.connection_id, $a.qlog_path, .startTimeUnixNano, .endTimeUnixNano, .traceId, .spanId, .name]
    | @tsv' "$1"
}

records() {
  jq -r '.resourceLogs[]?.scopeLogs[].logRecords[]
    | (.attributes | map({key, value: (.value | .[keys[0]])}) | from_entries) as $a
    | [$a.connection_id, $a.qlog_path, .timeUnixNano, .traceId, .spanId] | @tsv' "$1"
}

all_arrived() {
  # What is being written may end in the middle of a line.
  spans "$output" >"$work/spans" 2>/dev/null || return 1
  records "$output" >"$work/records" 2>/dev/null || return 1
  get "http://127.0.0.1:$port3/metrics" >"$work/collected.txt" || return 1
  samples "$work/collected.txt" >"$work/collected"
  [ "$(wc -l <"$work/spans")" -ge "$connections" ] &&
    [ "$(wc -l <"$work/records")" -ge "$connections" ] &&
    [ "$(wc -l <"$work/collected")" -ge "$(wc -l <"$work/exported")" ]
}

# Sends all by a protocol, and checks what has come.
try() {
  local protocol=$1 id file began took path start end trace span record_id name record
  output=$work/${protocol%%/*}.json
  start "collector_${protocol%%/*}" http://127.0.0.1:PORT3/metrics \
    env HTTP_PORT=PORT1 GRPC_PORT=PORT2 METRICS_PORT=PORT3 OUTPUT="$output" \
    "$collector" --config "$work/collector.yaml"
  if [ "$protocol" = grpc ]; then
    OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$port2 OTEL_EXPORTER_OTLP_PROTOCOL=grpc \
      OTEL_EXPORTER_OTLP_COMPRESSION=gzip qlog_cli export otlp samples/qlog >"$work/sent" ||
      fail "export otlp fails over $protocol"
  else
    qlog_cli export otlp samples/qlog --endpoint "http://127.0.0.1:$port1" \
      --protocol "$protocol" >"$work/sent" || fail "export otlp fails over $protocol"
  fi
  grep -q "^$connections spans, $connections log records, " "$work/sent" ||
    fail "export otlp says it sent something else over $protocol: $(cat "$work/sent")"
  poll 30 all_arrived || {
    show "collector_${protocol%%/*}"
    printf 'spans %s, log records %s, of %s; samples %s of %s\n' \
      "$(wc -l <"$work/spans")" "$(wc -l <"$work/records")" "$connections" \
      "$(wc -l <"$work/collected")" "$(wc -l <"$work/exported")" >&2
    diff "$work/exported" "$work/collected" | head -n 20 >&2 || true
    fail "over $protocol not all arrives"
  }
  stop "$pid"
  all_arrived_at_end=$(spans "$output" | wc -l)/$(records "$output" | wc -l)
  [ "$all_arrived_at_end" = "$connections/$connections" ] ||
    fail "there are $all_arrived_at_end spans/log records of $connections connections"
  same "over $protocol, the collector shows other numbers than export prometheus" \
    "$work/exported" "$work/collected"
  grep -E '^# (TYPE|HELP) moq_' "$work/collected.txt" | LC_ALL=C sort >"$work/types"
  qlog_cli export prometheus --format text samples/qlog | grep -E '^# (TYPE|HELP) moq_' |
    LC_ALL=C sort >"$work/exported_types"
  same "over $protocol, the collector has other names, types or descriptions" \
    "$work/exported_types" "$work/types"

  spans "$output" | sort >"$work/spans"
  cp "$work/spans" "$work/spans_exported"
  while IFS=$'\t' read -r id file began took; do
    IFS=$'\t' read -r _ path start end trace span name < <(
      awk -F '\t' -v id="$id" -v file="${file##*/}" \
        '$1 == id && substr($2, length($2) - length(file) + 1) == file' "$work/spans"
    ) || fail "over $protocol, no span is that of $file"
    [ "$name" = moq.connection ] || fail "the span of $file is called $name"
    case $file in
      *"$path") ;;
      *) fail "the span of $file has the path $path" ;;
    esac
    # Thousandths of a millisecond may have been rounded in the summary.
    if [ $((end - start - took)) -gt 1000 ] || [ $((took - (end - start))) -gt 1000 ]; then
      fail "the span of $file takes $((end - start)) ns, not $took"
    fi
    if [ "$began" != - ] && [ "$start" != "$began" ]; then
      fail "the span of $file starts at $start, not at $began"
    fi
    awk -F '\t' -v trace="$trace" -v span="$span" -v id="$id" -v path="$path" \
      '$4 == trace && $5 == span && $1 == id && $2 == path { n++ } END { exit n != 1 }' \
      <(records "$output") || fail "over $protocol, not one log record belongs to the span of $file"
  done <"$work/connections"

  # Every exemplar leads to the span of its connection.
  grep -o ' # {[^}]*}' "$work/exported.om" | sort -u >"$work/exemplars"
  [ -s "$work/exemplars" ] || fail "export prometheus gave no exemplars"
  while read -r record; do
    trace=$(sed -n 's/.*trace_id="\([0-9a-f]*\)".*/\1/p' <<<"$record")
    span=$(sed -n 's/.*span_id="\([0-9a-f]*\)".*/\1/p' <<<"$record")
    record_id=$(sed -n 's/.*connection_id="\([^"]*\)".*/\1/p' <<<"$record")
    awk -F '\t' -v trace="$trace" -v span="$span" -v id="$record_id" \
      '$5 == trace && $6 == span && (id == "" || $1 == id) { n++ } END { exit n != 1 }' \
      "$work/spans" || fail "over $protocol, the exemplar $record leads to no span"
  done <"$work/exemplars"
  jq -es '[.[] | (.resourceMetrics, .resourceSpans, .resourceLogs)[]?
      | any(.resource.attributes[]; .key == "service.name" and .value.stringValue == "qlog-cli")]
    | length > 2 and all' "$output" >/dev/null ||
    fail "over $protocol, something does not come from the service qlog-cli"
  jq -es '[.[].resourceMetrics[]?.scopeMetrics[].metrics[].histogram?.dataPoints[]?.exemplars[]?.traceId]
    | length > 0' "$output" >/dev/null || fail "over $protocol, no exemplars arrive"
  say "$protocol: $connections spans and log records, $(wc -l <"$work/collected") samples equal," \
    "$(wc -l <"$work/exemplars") exemplars lead to spans"
}

try http/protobuf
try grpc

# Watching exports the same, and a restart sends no connection again.
mkdir "$work/traces"
cp -r samples/qlog/. "$work/traces"
output=$work/watch.json
start collector_watch http://127.0.0.1:PORT3/metrics \
  env HTTP_PORT=PORT1 GRPC_PORT=PORT2 METRICS_PORT=PORT3 OUTPUT="$output" \
  "$collector" --config "$work/collector.yaml"
collecting=$pid
endpoint=http://127.0.0.1:$port1
metrics_port=$port3
for run in first second; do
  choose_port
  launch "watch_$run" "http://127.0.0.1:$port/healthz" \
    env OTEL_METRIC_EXPORT_INTERVAL=500 OTEL_BSP_SCHEDULE_DELAY=200 OTEL_BLRP_SCHEDULE_DELAY=200 \
    qlog-cli/bin/qlog-cli watch --show none --settle 0.5 --interval 0.2 \
    --listen "127.0.0.1:$port" --otlp --endpoint "$endpoint" "$work/traces" || {
    show "watch_$run"
    fail "watch --otlp does not start"
  }
  port3=$metrics_port
  poll 30 all_arrived || {
    show "watch_$run"
    fail "in the $run run of watch --otlp not all arrives"
  }
  # Stopped, it sends what is left.
  stop "$pid"
done
stop "$collecting"
spans "$output" | cut -f 1,5,6 | sort >"$work/watched"
cut -f 1,5,6 "$work/spans_exported" | sort >"$work/spans_once"
same "watch --otlp sends other spans than export otlp, or some of them twice" \
  "$work/spans_once" "$work/watched"
same "the collector shows other numbers of watch --otlp than export prometheus" \
  "$work/exported" "$work/collected"
if grep -v '^serving ' "$work/watch_first.log" "$work/watch_second.log" >&2; then
  fail "watch --otlp printed something else"
fi
# A counter that goes on after a restart still counts from when it began.
jq -es '[.[].resourceMetrics[]?.scopeMetrics[].metrics[].sum?.dataPoints[]?.startTimeUnixNano]
  | unique | length == 1' "$output" >/dev/null ||
  fail "the restart of watch --otlp begins the counters anew"
say "watch: the same $connections spans and $(wc -l <"$work/collected") samples, once in two runs"

# What does not arrive is told.
status=0
OTEL_EXPORTER_OTLP_TIMEOUT=1000 qlog_cli export otlp samples/qlog \
  --endpoint http://127.0.0.1:1 >"$work/sent" 2>"$work/refused" || status=$?
if [ "$status" -ne 1 ] || [ ! -s "$work/refused" ]; then
  fail "export otlp to nobody ends with $status: $(cat "$work/refused")"
fi
say "all passed, in $SECONDS s"
