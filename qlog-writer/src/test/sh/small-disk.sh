#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Records traces to a file system of 1 MiB until it is full, and checks what becomes of them.
# The exit status is 0 if all checks hold, 1 if one does not, and 2 if they cannot be made here.
#
# Needs root, or user namespaces (unshare -rm), and the classes of the tests:
#   ./mvnw -q -pl qlog-writer test-compile && qlog-writer/src/test/sh/small-disk.sh
#
#   JAVA_HOME         the JDK, if java is not on the path
#   MAVEN_REPOSITORY  where Maven keeps what it has downloaded, if not in ~/.m2/repository

set -euo pipefail

if [ "${SMALL_DISK_INSIDE:-}" != yes ]; then
  flags=-m
  if [ "$(id -u)" -ne 0 ]; then
    flags=-rm
  fi
  if ! unshare "$flags" true 2>/dev/null; then
    echo "small-disk.sh: needs root, or unshare -rm" >&2
    exit 2
  fi
  SMALL_DISK_INSIDE=yes exec unshare "$flags" "${BASH_SOURCE[0]}"
fi

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
classpath=target/test-classes:target/classes
for artifact in jackson-core jackson-databind jackson-annotations; do
  jar=$(find "$repository/com/fasterxml/jackson/core/$artifact" -name "$artifact-*.jar" 2>/dev/null |
    grep -Ev -e '-(sources|javadoc|tests)\.jar$' | sort -V | tail -n 1)
  if [ -z "$jar" ]; then
    echo "small-disk.sh: no $artifact in $repository; run ./mvnw -pl qlog-writer test-compile" >&2
    exit 2
  fi
  classpath=$classpath:$jar
done
if [ ! -f target/test-classes/dev/moqlog/writer/hostile/SmallDisk.class ]; then
  echo "small-disk.sh: no classes; run ./mvnw -pl qlog-writer test-compile" >&2
  exit 2
fi

disk=$(mktemp -d)
trap 'umount "$disk" 2>/dev/null; rmdir "$disk"' EXIT
if ! mount -t tmpfs -o size=1m,mode=0700 tmpfs "$disk"; then
  echo "small-disk.sh: cannot mount a tmpfs" >&2
  exit 2
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -Xmx128m -cp "$classpath" dev.moqlog.writer.hostile.SmallDisk "$disk"
