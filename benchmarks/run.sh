#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Measures qlog-writer: builds it, runs the benchmarks, prints two tables, and leaves all numbers
# in benchmarks/target. Takes 20 minutes.
#
#   benchmarks/run.sh [--quick] [--jmh-only|--paced-only] [OPTION OF JMH...]
#
#   --quick      two minutes, less exact
#   JAVA_HOME    the JDK to measure on
#   QLOG_BENCHMARK_DIR  where the measured files go; /tmp by default

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

jmh=yes paced=yes
quick=() options=()
for argument in "$@"; do
  case $argument in
    --quick) quick=(--quick) ;;
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
  "${command[@]}" dev.moqlog.benchmarks.PacedLatency "${quick[@]}"
fi
