# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# The steps of "native.sh --check" and of check-containers.sh, which read this file when all runs: that
# data come in, and then the way of one connection, from an exemplar over its trace and its log lines
# to its file. Whoever reads it has
#
#   here, data, qlog_cli      this directory, a directory for files, the program
#   local_url PORT [PATH]     the address of the service that has a port in the containers
#   poll, say, fail           see native.sh
#   otelcol, tempo, loki,     not empty if it runs
#   alloy, nginx
#   otlp_logs                 not empty if watch sends log records by OTLP
#   bring_logs, bring_file    bring log/moq-relay.log and log/qlog-exporter.log, and a trace by its
#                             qlog_path, to where it is, as far as they are not there
#   status                    becomes 1 where a step does not hold, 2 where one could not be made

# Functions are called by name, variables are those of who reads this.
# shellcheck disable=SC2154,SC2317

step() {
  local what=$1
  shift
  if "$@" >"$data/step" 2>&1; then
    say "ok: $what"
  else
    tail -n 5 "$data/step" | cut -c 1-500 >&2
    say "NOT: $what" >&2
    status=1
  fi
}

unmade() {
  say "not tried: $1"
  [ "$status" -ne 0 ] || status=2
}

# --- Metrics.

query() {
  curl -sfG --max-time 5 "$(local_url 9090 /api/v1/query)" --data-urlencode "query=$1"
}

# Whether Prometheus finds something, other than zero.
some() {
  query "$1" | jq -e '[.data.result[].value[1] | tonumber] | any(. > 0)'
}

target_up() {
  some "up{job=\"$1\"} == 1"
}

for job in moq-relay otel-collector qlog-exporter node alertmanager prometheus; do
  step "target $job is up" poll 30 target_up "$job"
done
for metric in moq_relay_active_sessions moq_relay_app_bytes_sent_total moq_relay_app_bytes_received_total \
  moq_client_connections_total moq_client_startup_time_seconds_count; do
  step "$metric" poll 60 some "$metric"
done

# What the page of a player sends: how often it connected since it sent before, by its own clock.
page_sends() {
  local page=$1 connections=$2 clock_seconds=$3 kind=$4 session
  local end=$(($(date +%s) + clock_seconds))
  session="{\"key\": \"session_id\", \"value\": {\"stringValue\": \"session of $page\"}}"
  curl -sf --max-time 5 -o /dev/null "$(local_url 4318 /v1/metrics)" \
    -H 'Content-Type: application/json' -H 'Origin: http://localhost:5173' --data @- <<END
{"resourceMetrics": [{
  "resource": {"attributes": [
    {"key": "service.name", "value": {"stringValue": "moq-client"}},
    {"key": "service.instance.id", "value": {"stringValue": "$page"}}]},
  "scopeMetrics": [{"scope": {"name": "player", "version": "$page"}, "metrics": [{
    "name": "moq.client.connections", "unit": "{connection}",
    "sum": {"isMonotonic": true, "aggregationTemporality": $kind, "dataPoints": [{
      "startTimeUnixNano": "$((end - 10))000000000", "timeUnixNano": "${end}000000000", "asInt": "$connections",
      "attributes": [{"key": "transport", "value": {"stringValue": "page"}}, $session]}]}}]}]}]}
END
}
delta=1
cumulative=2
pages_send() {
  page_sends one 3 0 "$delta" && page_sends two 4 -300 "$delta" && page_sends one 5 10 "$delta" &&
    page_sends three 6 300 "$delta" && page_sends four 100 0 "$cumulative"
}
preflight() {
  curl -sf --max-time 5 -D - -o /dev/null -X OPTIONS "$(local_url 4318 /v1/metrics)" -H "Origin: $1" \
    -H 'Access-Control-Request-Method: POST' -H 'Access-Control-Request-Headers: content-type' |
    grep -qi "^access-control-allow-origin: $1"
}
other_page() {
  ! preflight https://example.org
}
if [ -n "$otelcol" ]; then
  step "a page of this machine may send" preflight http://localhost:5173
  step "a page of another origin may not" other_page
  step "pages send what they counted" pages_send
  step "what pages with clocks of their own sent is one series, added up" poll 30 some \
    'sum(moq_client_connections_total{transport="page"}) == 18 and count(moq_client_connections_total{transport="page"}) == 1'
  step "what cannot be added up was counted" poll 30 some \
    'otelcol_processor_filter_datapoints_filtered{filter="filter/players"} == 1'
else
  unmade "pages that send by OTLP, without a Collector"
fi
step "rules are evaluated without errors" poll 30 some \
  'sum(prometheus_rule_evaluations_total) > 0 unless sum(prometheus_rule_evaluation_failures_total) > 0'
no_ids() {
  local labels
  labels=$(curl -sf "$(local_url 9090 /api/v1/labels)" | jq -r '.data[]')
  ! grep -E '^(connection|session|trace|span)_?id$' <<<"$labels"
}
step "no id is a label" no_ids

# The exemplar of a connection that is analysed: its trace and its id.
exemplar() {
  curl -sfG --max-time 5 "$(local_url 9090 /api/v1/query_exemplars)" \
    --data-urlencode 'query=moq_qlog_rtt_seconds_bucket' \
    -d "start=$(($(date +%s) - 3600))" -d "end=$(($(date +%s) + 60))" |
    jq -er '[.data[].exemplars[] | select(.labels.connection_id and .labels.trace_id)]
      | max_by(.timestamp) // empty | "\(.labels.trace_id) \(.labels.connection_id)"' >"$data/exemplar" &&
    [ -s "$data/exemplar" ]
}
step "a metric has exemplars with trace_id and connection_id" poll 120 exemplar
read -r trace_id connection_id <"$data/exemplar" || fail "without an exemplar there is nothing to follow"
say "following connection $connection_id, trace $trace_id"

# The last line of a log that is of this connection and trace.
of_connection() {
  bring_logs
  jq -c --arg id "$connection_id" --arg trace "$trace_id" \
    'select(.connection_id == $id and .trace_id == $trace)' "$1" 2>/dev/null | tail -n 1 >"$2"
  [ -s "$2" ]
}
line() {
  of_connection log/qlog-exporter.log "$data/line"
}
step "its log line, with the same ids" poll 10 line
[ -s "$data/line" ] || fail "without its log line there is no file to open"
relay_line() {
  of_connection log/moq-relay.log "$data/relay-line" && [ "$(jq -r .service "$data/relay-line")" = moq-relay ]
}
step "the relay's own log lines of it, with the same ids" poll 10 relay_line

# --- Traces. The spans of the trace, each as an object of its service, its name and its attributes.

# shellcheck disable=SC2016 # dollars are jq's
spans='.. | objects | select(.scopeSpans)
  | ([.resource.attributes[] | select(.key == "service.name").value.stringValue][0]) as $service
  | .scopeSpans[].spans[]
  | {service: $service, name, id: .spanId, trace: .traceId, parent: .parentSpanId}
    + ([.attributes[] | {(.key): (.value | .stringValue // .intValue // .doubleValue // .boolValue)}] | add)'

# What an analysed connection is told with, in its line and in its span.
numbers='[.connection_id, .qlog_path] + [."quic.packets.sent", ."quic.packets.received", ."quic.packets.lost" | tonumber]'

its_span() {
  jq -c "select(.service == \"qlog-cli\") | $numbers" "$data/spans" >"$data/span"
  jq -c "$numbers" "$data/line" >"$data/span-of-line"
  cat "$data/span" "$data/span-of-line"
  cmp "$data/span" "$data/span-of-line"
}
one_trace() {
  jq -es --arg id "$connection_id" 'all(.connection_id == $id)
    and (map(.service) | contains(["moq-relay", "moq-client", "qlog-cli"]))' "$data/spans"
}

if [ -n "$tempo" ]; then
  fetch_trace() {
    curl -sf -H 'Accept: application/json' --max-time 5 "$(local_url 3200 "/api/traces/$trace_id")" |
      jq -c "$spans" >"$data/spans" && its_span
  }
  step "its span in Tempo, with connection_id, qlog_path and the numbers of the line" poll 60 fetch_trace
  step "in a trace with the spans of relay and player" poll 30 one_trace
  # Searches as a dashboard does.
  search() {
    curl -sfG --max-time 10 "$(local_url 3200 /api/search)" --data-urlencode "q=$1" -d limit=50 -d spss=3 \
      -d "start=$(($(date +%s) - 3600))" -d "end=$(($(date +%s) + 60))"
  }
  by_id() {
    search "{ span.connection_id = \"$connection_id\" }" |
      jq -e --arg trace "$trace_id" '[.traces[].traceID | ("0" * (32 - length)) + .] | index($trace)'
  }
  step "the trace is found by its connection_id" poll 60 by_id
  understood() {
    search "$1" | jq -e '.traces | type == "array"'
  }
  # Each with its connection and its file, as the links of the table want.
  selected() {
    search "$1" | jq -e '[.traces[].spanSets[].spans[] | [.attributes[].key]] | length > 0
      and all(contains(["connection_id", "qlog_path"]))'
  }
  while IFS= read -r traceql; do
    step "understood by Tempo: $traceql" understood "$traceql"
    # Few connections of the sample lose much, but each has lost some share or none.
    [[ $traceql != *select* ]] || step "with what it selects" poll 60 selected "${traceql/> 0.05/>= 0.0}"
  done < <(jq -r '.. | objects | select(.queryType? == "traceql").query | select(startswith("{"))' \
    "$here"/grafana/dashboards/*.json | sort -u)
elif [ -n "$otelcol" ]; then
  handed_on() {
    jq -c "$spans | select(.trace == \"$trace_id\")" log/spans.json >"$data/spans" && its_span
  }
  step "its span, as the Collector hands it on, with connection_id, qlog_path and the numbers of the line" poll 60 handed_on
  step "in a trace with the spans of relay and player" poll 30 one_trace
  unmade "the same from Tempo"
else
  unmade "its span, without Tempo or the Collector"
fi

# --- Logs.

# The streams that Loki finds, with what is taken apart.
loki_query() {
  curl -sfG --max-time 10 "$(local_url 3100 /loki/api/v1/query_range)" --data-urlencode "query=$1" -d limit=500
}
if [ -n "$loki" ] && [ -n "$otlp_logs" ]; then
  record() {
    loki_query "{service=\"qlog-cli\", level=\"\"} | json | connection_id=\"$connection_id\"" |
      jq -e --arg trace "$trace_id" '[.data.result[].stream.trace_id] | index($trace)'
  }
  step "its log record in Loki by OTLP, by connection_id, with the same trace_id" poll 60 record
elif [ -z "$loki" ] || [ -z "$otelcol" ]; then
  unmade "its log record in Loki by OTLP, without Loki or the Collector"
fi
if [ -n "$alloy" ]; then
  its_lines() {
    bring_logs
    loki_query "{service=\"$1\", level!=\"\"} | json | connection_id=\"$connection_id\"" |
      jq -c '.data.result[].values[][1] | fromjson' | sort >"$data/lines"
    jq -c --arg id "$connection_id" 'select(.connection_id == $id)' "log/$2.log" | sort >"$data/lines-of-file"
    [ -s "$data/lines" ] && cmp "$data/lines" "$data/lines-of-file"
  }
  step "its log line in Loki, by connection_id" poll 60 its_lines qlog-cli qlog-exporter
  step "the relay's log lines in Loki, by connection_id" poll 60 its_lines moq-relay moq-relay
  # What Grafana asks at a span, and in the panel of logs.
  linked() {
    loki_query "$1" | jq -e --arg trace "$trace_id" '[.data.result[].stream
      | select(.trace_id == $trace) | .service] | contains(["moq-relay", "qlog-cli"])'
  }
  while IFS= read -r logql; do
    logql=${logql//\$connection_id/$connection_id}
    step "found in Loki: $logql" poll 30 linked "$logql"
  done < <(jq -r '.. | objects | select(.datasource?.type? == "loki") | .targets[]?.expr' "$here"/grafana/dashboards/*.json)
  step "found in Loki, as a span's link asks" poll 30 linked \
    "{service=~\"moq-relay|moq-client|qlog-cli\"} | json | connection_id=\"$connection_id\" or trace_id=\"$trace_id\""
else
  unmade "log lines in Loki, without Loki or Alloy"
fi
if [ -n "$loki" ]; then
  only_labels() {
    curl -sf --max-time 5 "$(local_url 3100 /loki/api/v1/labels)" |
      jq -e '.data - ["service", "level", "container"] | all(startswith("__"))'
  }
  step "no id is a label in Loki" only_labels
fi

# --- The file.

qlog_path=$(jq -r .qlog_path "$data/line")
bring_file "$qlog_path"
step "the file that qlog_path names" test -s "$qlog_path"
if [ -n "$nginx" ]; then
  served() {
    curl -sf --max-time 10 "$(local_url 8090)/$qlog_path" | cmp - "$qlog_path"
  }
  step "the same at the address that spans and log lines link to" served
  step "the runbooks that alerts link to" curl -sf --max-time 5 "$(local_url 8090 /runbooks/alerts.md)"
else
  unmade "the address that spans and log lines link to, without nginx"
fi
same() {
  local of_line of_file
  "$qlog_cli" summarize -f ndjson "$qlog_path" >"$data/summary"
  of_line=$(jq -c '[.connection_id, ."quic.packets.sent", ."quic.packets.received", ."quic.packets.lost"]' "$data/line")
  of_file=$(jq -c '[.connection_id, .packets.sent, .packets.received, .loss.lost_in_flight]' "$data/summary")
  echo "$of_line $of_file"
  [ "$of_line" = "$of_file" ]
}
step "qlog-cli tells the same connection and the same numbers of it" same
step "qlog-cli inspect" "$qlog_cli" inspect "$qlog_path"
