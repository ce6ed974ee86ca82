#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures qlog-writer and qlog-analyzer: builds them, runs the benchmarks, prints their tables, and
# leaves all numbers in benchmarks/target. Takes an hour and a half.
#
#   benchmarks/run.sh [--quick] [--writer|--analyzer] [--jmh-only|--paced-only] [OPTION OF JMH...]
#
#   --quick      eleven minutes, less exact
#   --writer     only qlog-writer
#   --analyzer   only qlog-analyzer
#   JAVA_HOME    the JDK to measure on
#   QLOG_BENCHMARK_DIR  where the measured files go; /tmp by default

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jmh=yes paced=yes
quick=() options=()
for argument in "$@"; do
  case $argument in
    --quick) quick=(--quick) ;;
    --writer) options+=('benchmarks[.]writer[.]') ;;
    --analyzer) options+=('benchmarks[.]analyzer[.]') paced=no ;;
    --jmh-only) paced=no ;;
    --paced-only) jmh=no ;;
    *) options+=("$argument") ;;
  esac
done

./mvnw -q -B -ntp -pl benchmarks -am package -DskipTests

java=java
if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
fi
command=("$java" -Xms512m -Xmx512m -cp "benchmarks/target/classes:benchmarks/target/lib/*")
if [ -n "${QLOG_BENCHMARK_DIR:-}" ]; then
  command+=("-Dmoqlog.benchmarks.directory=$QLOG_BENCHMARK_DIR")
fi
if [ $jmh = yes ]; then
  "${command[@]}" dev.moqlog.benchmarks.RunBenchmarks "${quick[@]}" "${options[@]}"
fi
if [ $paced = yes ]; then
  "${command[@]}" dev.moqlog.benchmarks.writer.PacedLatency "${quick[@]}"
fi
