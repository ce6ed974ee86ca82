#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Hands the traces in samples/ to the real programs around Prometheus, in every way that qlog-cli
# knows, asks for the numbers back, and compares them with those of "qlog-cli summarize".
# The exit status is 0 if all checks hold, 1 if one does not, and 2 if they cannot be made here.
#
# Needs qlog-cli (./mvnw -q package -DskipTests), curl, jq, and what Debian packages as prometheus,
# prometheus-node-exporter and prometheus-pushgateway. They are started at free ports of 127.0.0.1,
# for the time of the checks.

# shellcheck source=backends.sh
. "$(dirname "${BASH_SOURCE[0]}")/backends.sh"

for program in curl jq promtool prometheus prometheus-node-exporter prometheus-pushgateway; do
  command -v "$program" >/dev/null || skip "there is no $program"
done

# summarize's field (as jq has it; in the unit of the metric), and what asks Prometheus for it. Of
# each metric, MATCH stands for the labels that tell where the numbers came from.
totals=$(
  cat <<'END'
.connections                                sum(moq_qlog_connections_analyzed_total{MATCH})
.sources                                    sum(moq_qlog_sources_total{MATCH})
.events                                     sum(moq_qlog_events_total{MATCH})
.packets.sent                               sum(moq_qlog_packets_sent_total{MATCH})
.packets.received                           sum(moq_qlog_packets_received_total{MATCH})
.packets.received_duplicate                 sum(moq_qlog_packets_received_duplicate_total{MATCH})
.packets.sent_bytes                         sum(moq_qlog_bytes_sent_total{MATCH})
.packets.received_bytes                     sum(moq_qlog_bytes_received_total{MATCH})
.loss.declared                              sum(moq_qlog_packets_declared_lost_total{MATCH})
.loss.spurious                              sum(moq_qlog_packets_spurious_loss_total{MATCH})
.loss.lost_in_flight                        sum(moq_qlog_packets_lost_total{MATCH})
.loss.sent_in_flight                        sum(moq_qlog_packets_sent_in_flight_total{MATCH})
.loss.ratio                                 sum(moq_qlog_packets_lost_total{MATCH})/sum(moq_qlog_packets_sent_in_flight_total{MATCH})
.retransmit.stream_bytes_sent               sum(moq_qlog_data_sent_bytes_total{frame_type="stream",MATCH})
.retransmit.crypto_bytes_sent               sum(moq_qlog_data_sent_bytes_total{frame_type="crypto",MATCH})
.retransmit.stream_bytes_retransmitted      sum(moq_qlog_retransmitted_bytes_total{frame_type="stream",MATCH})
.retransmit.ratio                           sum(moq_qlog_retransmitted_bytes_total{MATCH})/sum(moq_qlog_data_sent_bytes_total{MATCH})
.blocked_ms.congestion_control/1e3          sum(moq_qlog_blocked_seconds_total{side="local",reason="congestion_control",MATCH})
.blocked_ms.stream_flow_control/1e3         sum(moq_qlog_blocked_seconds_total{side="local",reason="stream_flow_control",MATCH})
.migrations                                 sum(moq_qlog_path_migrations_total{MATCH})
.skipped.records                            sum(moq_qlog_trace_parse_errors_total{MATCH})
.skipped.bytes                              sum(moq_qlog_skipped_bytes_total{MATCH})
.sources_skipped                            sum(moq_qlog_connections_skipped_total{MATCH})
.sources_damaged                            sum(moq_qlog_sources_damaged_total{MATCH})
.connections_truncated                      sum(moq_qlog_trace_truncated_total{MATCH})
.persistent_congestion                      sum(moq_qlog_persistent_congestion_total{MATCH})
.probe_timeouts                             sum(moq_qlog_pto_total{MATCH})
.close.clean                                sum(moq_qlog_connections_closed_total{class="clean",MATCH})
.close.crypto_error                         sum(moq_qlog_connections_closed_total{class="crypto_error",MATCH})
.rtt_ms.samples                             sum(moq_qlog_rtt_seconds_count{MATCH})
.rtt_ms.samples                             sum(moq_qlog_rtt_seconds_bucket{le="+Inf",MATCH})
.rtt_ms.mean/1e3                            sum(moq_qlog_rtt_seconds_sum{MATCH})/sum(moq_qlog_rtt_seconds_count{MATCH})
.over_connections.loss_ratio.connections    sum(moq_qlog_connection_packet_loss_ratio_count{MATCH})
.over_connections.rtt_min_ms.connections    sum(moq_qlog_min_rtt_seconds_count{MATCH})
.over_connections.rtt_min_ms.mean/1e3       sum(moq_qlog_min_rtt_seconds_sum{MATCH})/sum(moq_qlog_min_rtt_seconds_count{MATCH})
.over_connections.duration_ms.connections   sum(moq_qlog_connection_duration_seconds_count{MATCH})
END
)

summarize() {
  qlog_cli summarize -f json -o "$2" "$1" || fail "summarize failed on $1"
}

# The one number that a query gives, at a time or now; nothing if there is none.
query() {
  local time=()
  [ -z "${2:-}" ] || time=(--data-urlencode "time=$2")
  curl -sG --max-time 5 "$prometheus/api/v1/query" --data-urlencode "query=$1" "${time[@]}" |
    jq -r 'if .status == "success" then .data.result[0].value[1] // empty else error(.error) end'
}

gives() {
  is_equal "$1" "$(query "$2")"
}

# Compares all totals. The arguments: what they are of, summarize's JSON, the matcher, the time.
compare() {
  local field promql expected actual count=0
  while read -r field promql; do
    expected=$(jq ".totals | $field // 0" "$2")
    # What never happened has no series.
    actual=$(query "${promql//MATCH/$3} or vector(0)" "${4:-}")
    is_equal "$expected" "$actual" ||
      fail "$1: $field is $expected in summarize, but in Prometheus $promql is $actual"
    count=$((count + 1))
  done <<<"$totals"
  say "$1: $count numbers equal those of summarize"
}

# As many traces of connections of their own as told, in a directory.
copy_traces() {
  local directory=$1 first=$2 last=$3 original ids
  original=$(basename samples/qlog/707*)
  mapfile -t ids < <(seq -f 'c0ffee%014.0f' "$first" "$last")
  mkdir -p "${ids[@]/#/$directory/}"
  printf '%s\n' "${ids[@]}" | awk -v original="$original" -v directory="$directory" '
    FNR == NR { text = text $0 "\n"; next }
    {
      copy = text
      gsub(original, $0, copy)
      file = directory "/" $0 "/client.qlog"
      printf "%s", copy > file
      close(file)
    }' "samples/qlog/$original/client.qlog" -
}

# --- Text that promtool accepts.

qlog_cli export prometheus samples/qlog --format text >"$work/plain.txt"
status=0
promtool check metrics <"$work/plain.txt" >"$work/lint" 2>&1 || status=$?
if [ "$status" -ne 0 ] || [ -s "$work/lint" ]; then
  cat "$work/lint" >&2
  fail "promtool check metrics ends with $status"
fi
samples "$work/plain.txt" >"$work/plain"
[ -s "$work/plain" ] || fail "export prometheus gave no samples"
say "lint: promtool finds nothing to mend in $(wc -l <"$work/plain") samples"

# --- A file that node_exporter reads.

mkdir "$work/textfile"
qlog_cli export prometheus samples/qlog -o "$work/textfile/qlog.prom"
start node_exporter http://127.0.0.1:PORT1/metrics \
  prometheus-node-exporter --web.listen-address=127.0.0.1:PORT1 --collector.disable-defaults \
  --collector.textfile --collector.textfile.directory="$work/textfile"
node_exporter=$pid
get "http://127.0.0.1:$port1/metrics" >"$work/node.txt" || fail "node_exporter does not answer"
grep -qx 'node_textfile_scrape_error 0' "$work/node.txt" ||
  fail "node_exporter refuses the file: $(tail -n 3 "$work/node_exporter.log")"
samples "$work/node.txt" >"$work/node"
same "node_exporter does not show what was exported" "$work/plain" "$work/node"
stop "$node_exporter"
say "textfile: node_exporter shows the same"

# --- Pushgateway.

start pushgateway http://127.0.0.1:PORT1/-/ready \
  prometheus-pushgateway --web.listen-address=127.0.0.1:PORT1
pushgateway=$pid
gateway=http://127.0.0.1:$port1
for time in first second; do
  qlog_cli export prometheus samples/qlog --pushgateway "$gateway" ||
    fail "the $time push failed"
  get "$gateway/metrics" >"$work/pushed.txt"
  samples "$work/pushed.txt" >"$work/pushed"
  same "after the $time push, Pushgateway does not show what was exported" \
    "$work/plain" "$work/pushed"
done
grep -q '^moq_qlog_.*job="qlog-cli"' "$work/pushed.txt" || fail "the group is not that of qlog-cli"
qlog_cli export prometheus samples/qlog --pushgateway "$gateway" --job nightly \
  --label relay_instance=a || fail "the push with a label failed"
get "$gateway/api/v1/metrics" |
  jq -e '[.data[].labels] | sort_by(.job) == [{job: "nightly", relay_instance: "a"}, {job: "qlog-cli"}]' \
    >/dev/null || fail "the groups are not job=qlog-cli and job=nightly, relay_instance=a"
get -X DELETE "$gateway/metrics/job/qlog-cli" || fail "Pushgateway does not delete the group"
get -X DELETE "$gateway/metrics/job/nightly/relay_instance/a" ||
  fail "Pushgateway does not delete the group of relay_instance=a"
if get "$gateway/metrics" | grep -q '^moq_qlog_.*job='; then
  fail "what was deleted is still there"
fi
# A gateway that is not there is told.
if qlog_cli export prometheus samples/qlog --pushgateway http://127.0.0.1:1 2>"$work/refused"; then
  fail "pushing to nobody succeeded"
fi
[ -s "$work/refused" ] || fail "pushing to nobody failed without a word"
stop "$pushgateway"
say "pushgateway: shows the same after each push, group by group, until it is deleted"

# --- Prometheus scrapes three that watch: the samples, ten connections, a thousand.

mkdir -p "$work/samples" "$work/ten" "$work/thousand"
cp -r samples/qlog/. "$work/samples"
copy_traces "$work/ten" 1 10

# The ten behind TLS and a token.
printf 'token-of-the-check' >"$work/token"
printf 'password of the check' >"$work/password"
"${JAVA_HOME:+$JAVA_HOME/bin/}keytool" -genkeypair -alias watch -keyalg EC -dname CN=watch \
  -ext san=ip:127.0.0.1 -storetype PKCS12 -keystore "$work/keys.p12" \
  -storepass:file "$work/password" 2>"$work/keytool.log" || {
  show keytool
  fail "keytool makes no key"
}
"${JAVA_HOME:+$JAVA_HOME/bin/}keytool" -exportcert -rfc -alias watch -keystore "$work/keys.p12" \
  -storepass:file "$work/password" >"$work/watch.pem" 2>>"$work/keytool.log"

watch=(qlog-cli/bin/qlog-cli watch --settle 0.5 --interval 0.2)
start watch_samples http://127.0.0.1:PORT1/healthz \
  "${watch[@]}" --listen 127.0.0.1:PORT1 "$work/samples"
port_samples=$port1
watch_samples=$pid
start watch_ten https://127.0.0.1:PORT1/healthz \
  "${watch[@]}" --listen 127.0.0.1:PORT1 --tls-keystore "$work/keys.p12" \
  --tls-password-file "$work/password" --token-file "$work/token" "$work/ten"
port_ten=$port1
watch_ten=$pid
[ "$(curl -sk -o "$work/answer" -w '%{http_code}' "https://127.0.0.1:$port_ten/metrics")" = 401 ] ||
  fail "watch shows metrics without the token"
choose_port
port_thousand=$port

cat >"$work/prometheus.yml" <<END
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: samples
    static_configs: [{targets: ["127.0.0.1:$port_samples"]}]
  - job_name: ten
    scheme: https
    tls_config: {ca_file: "$work/watch.pem"}
    authorization: {credentials_file: "$work/token"}
    static_configs: [{targets: ["127.0.0.1:$port_ten"]}]
  - job_name: thousand
    static_configs: [{targets: ["127.0.0.1:$port_thousand"]}]
END
start prometheus http://127.0.0.1:PORT1/-/ready \
  prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" \
  --web.listen-address=127.0.0.1:PORT1 --enable-feature=exemplar-storage
server=$pid
prometheus=http://127.0.0.1:$port1

summarize "$work/samples" "$work/samples.json"
connections=$(jq .totals.connections "$work/samples.json")
poll 60 gives "$connections" 'sum(moq_qlog_connections_analyzed_total{job="samples"})' || {
  show watch_samples
  fail "Prometheus does not learn of all $connections connections"
}
compare scrape "$work/samples.json" 'job="samples"'

median=$(query 'histogram_quantile(0.5, sum by (le) (moq_qlog_rtt_seconds_bucket{job="samples"}))')
jq -e --arg median "$median" '.totals.rtt_ms.p50 / 1e3 / ($median | tonumber) | . > 0.5 and . < 2' \
  "$work/samples.json" >/dev/null || fail "the median of the RTT is $median s in Prometheus"

# Exemplars have the time of their trace, or that of the scrape.
start_of_samples=$(jq '[.connections[].start_time // empty | sub("[.][0-9]*Z"; "Z") | fromdate] | min - 60' \
  "$work/samples.json")
get -G "$prometheus/api/v1/query_exemplars" \
  --data-urlencode 'query=moq_qlog_rtt_seconds_bucket{job="samples"}' \
  --data-urlencode "start=$start_of_samples" --data-urlencode "end=$(($(date +%s) + 60))" \
  >"$work/exemplars.json"
jq -e --slurpfile summary "$work/samples.json" '
  [$summary[0].connections[].connection_id] as $ids
  | [.data[].exemplars[].labels]
  | length > 0 and all(
      (.trace_id | test("^[0-9a-f]{32}$")) and (.span_id | test("^[0-9a-f]{16}$"))
      and (.connection_id as $id | $ids | index($id)))' "$work/exemplars.json" >/dev/null || {
  head -c 1000 "$work/exemplars.json" >&2
  fail "the exemplars do not name traces and connections"
}
say "exemplars: $(jq '[.data[].exemplars[]] | length' "$work/exemplars.json") of them name a connection each"

# From the metric to the file, as docs/export.md does it.
trace=$(get -G "$prometheus/api/v1/query_exemplars" \
  --data-urlencode 'query=moq_qlog_packets_lost_total{job="samples"}' \
  --data-urlencode "start=$start_of_samples" --data-urlencode "end=$(($(date +%s) + 60))" |
  jq -r '[.data[].exemplars[]] | max_by(.value | tonumber).labels.trace_id')
file=$(grep '^{' "$work/watch_samples.log" |
  jq -r --arg trace "$trace" 'select(.trace_id == $trace) | .qlog_path')
[ -f "$file" ] || fail "the exemplar $trace leads to no file, but to $file"
lost=$(jq '[.connections[].loss.lost_in_flight // 0] | max' "$work/samples.json")
qlog_cli inspect -f json -o "$work/inspected.json" "$file"
is_equal "$lost" "$(jq '.. | .lost_in_flight? // empty' "$work/inspected.json" | head -n 1)" ||
  fail "the exemplar of the most losses leads to $file, which lost another number than $lost"
say "workflow: from the exemplar of most losses to ${file##*/}, which lost $lost packets"

# The thousand come while watch is killed again and again, in the middle of counting.
total() {
  get "http://127.0.0.1:$port_thousand/metrics" |
    awk '/^moq_qlog_connections_analyzed_total/ { total += $NF } END { print total + 0 }'
}
scraped() {
  [ "$(query "sum(moq_qlog_connections_analyzed_total{job=\"thousand\"}) > bool $counted")" = 1 ]
}
moved() {
  [ "$(total)" -gt "$counted" ]
}
killed_at=()
for batch in 0 1 2 3; do
  launch watch_thousand "http://127.0.0.1:$port_thousand/healthz" \
    "${watch[@]}" --listen "127.0.0.1:$port_thousand" "$work/thousand" || {
    show watch_thousand
    fail "watch does not start again"
  }
  counted=$(total)
  copy_traces "$work/thousand" $((batch * 300 + 1)) $((batch * 300 + 20))
  poll 60 scraped || fail "Prometheus does not learn what watch counts after restart $batch"
  counted=$(total)
  if [ "$batch" -eq 3 ]; then
    copy_traces "$work/thousand" 921 1000
  else
    # More than it commits at once.
    copy_traces "$work/thousand" $((batch * 300 + 21)) $((batch * 300 + 300))
    poll 60 moved || fail "watch counts nothing after restart $batch"
    killed_at+=("$(total)")
    stop "$pid" KILL
  fi
done
summarize "$work/thousand" "$work/thousand.json"
poll 60 gives 1000 'sum(moq_qlog_connections_analyzed_total{job="thousand"})' || {
  show watch_thousand
  fail "Prometheus does not learn of 1000 connections, but of $(
    query 'sum(moq_qlog_connections_analyzed_total{job="thousand"})'
  )"
}
compare "killed at ${killed_at[*]} of 1000" "$work/thousand.json" 'job="thousand"'
get -G "$prometheus/api/v1/query" --data-urlencode \
  'query={__name__=~"moq_.*_(total|count|sum|bucket)",job="thousand"}[10m]' >"$work/history.json"
jq -e '.data.result | length > 100' "$work/history.json" >/dev/null ||
  fail "Prometheus has hardly any series"
fell=$(jq -r '.data.result[]
  | [.values[][1] | tonumber] as $values
  | select(any(range(1; $values | length); $values[.] < $values[. - 1])) | .metric.__name__' \
  "$work/history.json" | sort -u | tr '\n' ' ')
[ -z "$fell" ] || fail "counters fell: $fell"

poll 60 gives 10 'sum(moq_qlog_connections_analyzed_total{job="ten"})' ||
  fail "Prometheus does not learn of ten connections"
few=$(query 'count({__name__=~"moq_qlog_.*",job="ten"})')
many=$(query 'count({__name__=~"moq_qlog_.*",job="thousand"})')
is_equal "$few" "$many" || fail "10 connections make $few series, 1000 make $many"
say "series: $few, of 10 connections as of 1000"

for running in "$pid" "$watch_samples" "$watch_ten" "$server"; do
  stop "$running"
done

# --- Blocks of the past, from those logs that tell the time of day.

qlog_cli summarize -f json -o "$work/all.json" samples/qlog
mkdir "$work/timed"
jq -r '.connections[] | select(.start_time) | .source' "$work/all.json" |
  xargs cp --parents -t "$work/timed"
qlog_cli export prometheus --backfill "$work/timed" >"$work/backfill.om"
promtool tsdb create-blocks-from openmetrics "$work/backfill.om" "$work/blocks" \
  >"$work/blocks.log" 2>&1 || {
  show blocks
  fail "promtool does not read what was exported for backfill"
}
summarize "$work/timed" "$work/timed.json"
# From a minute before the first minute in which a connection ended to the last such.
read -r from to < <(jq -r '
  [.connections[] | (.start_time | sub("[.][0-9]*Z$"; "Z") | fromdate)
    + (.start_time | capture("(?<fraction>[.][0-9]+)Z$").fraction // "0" | tonumber)
    + .duration_ms / 1e3 | . / 60 | ceil * 60]
  | "\(min - 60) \(max)"' "$work/timed.json")
printf 'scrape_configs: []\n' >"$work/none.yml"
start backfilled http://127.0.0.1:PORT1/-/ready \
  prometheus --config.file="$work/none.yml" --storage.tsdb.path="$work/blocks" \
  --storage.tsdb.retention.time=100y --web.listen-address=127.0.0.1:PORT1
prometheus=http://127.0.0.1:$port1
compare backfill "$work/timed.json" '' "$to"
for metric in packets_sent_total:.packets.sent rtt_seconds_count:.rtt_ms.samples; do
  expected=$(jq ".totals | ${metric#*:}" "$work/timed.json")
  actual=$(query "round(sum(increase(moq_qlog_${metric%:*}[$((to - from))s])), 0.001)" "$to")
  is_equal "$expected" "$actual" ||
    fail "while the traces were written ${metric%:*} increases by ${actual:-nothing}, not $expected"
done
stop "$pid"
# What has no time of day is left out, and that is told.
qlog_cli export prometheus --backfill samples/qlog 2>"$work/left_out" >"$work/backfill.all.om"
cmp -s <(grep -v '^moq_qlog_sources' "$work/backfill.om") \
  <(grep -v '^moq_qlog_sources' "$work/backfill.all.om") ||
  fail "logs that do not tell the time of day change what is exported for backfill"
untimed=$(jq '[.connections[] | select(.start_time | not)] | length' "$work/all.json")
grep -q "^qlog-cli: $untimed of $connections connections are left out" "$work/left_out" ||
  fail "it is not told that $untimed connections are left out: $(cat "$work/left_out")"
say "backfill: rates of the past can be queried"

say "all passed, in $SECONDS s"
