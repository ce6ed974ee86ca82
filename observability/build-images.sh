#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes images that stand in for those of .env, for an engine that reaches no registry: of the programs
# that build-programs.sh built, and of what Debian packages. They have the users, paths and entry
# points of the images that they stand in for, and trust the certificates that this machine trusts.
# Prints what to put into .env in place of what is there; Grafana is not among it.
#
# The exit status is 0 if all are there, 1 if one cannot be built, and 2 if something is missing.
#
# Needs Docker, debootstrap and root, a JDK 25, and prometheus, prometheus-alertmanager,
# prometheus-node-exporter and prometheus-pushgateway; and the programs of build-programs.sh.
#
#   JAVA25_HOME           a JDK 25; without it, one under /usr/lib/jvm is looked for
#   MOQLOG_OBSERVABILITY  where programs are looked for beside the PATH; without it,
#                         moqlog-observability in XDG_CACHE_HOME or in ~/.cache

set -euo pipefail
# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missing() {
  printf 'build-images.sh: %s\n' "$1" >&2
  exit 2
}

program() {
  find_program "$@" || missing "there is no $1"
}

find_jdk25() {
  local home
  for home in "${JAVA25_HOME:-}" /usr/lib/jvm/*; do
    if [ -x "$home/bin/javac" ] && grep -q '^JAVA_VERSION="25[".]' "$home/release" 2>/dev/null; then
      printf '%s\n' "$home"
      return
    fi
  done
  missing "there is no JDK 25"
}

# Builds an image of a Dockerfile on standard input, and of files; tells which variable of .env it is for.
image() {
  local variable=$1 name=moqlog.local/$2 file context
  shift 2
  context=$(mktemp -d -p "$work")
  cat >"$context/Dockerfile"
  for file; do
    cp -rL "$file" "$context/"
  done
  docker build --quiet --tag "$name" "$context" >/dev/null
  rm -rf "$context"
  [ -z "$variable" ] || printf '%s=%s\n' "$variable" "$name"
}

docker info >/dev/null 2>&1 || missing "no Docker engine answers"
command -v debootstrap >/dev/null || missing "there is no debootstrap"
prometheus=$(program prometheus)
alertmanager=$(program alertmanager prometheus-alertmanager)
node_exporter=$(program node_exporter prometheus-node-exporter)
pushgateway=$(program pushgateway prometheus-pushgateway)
otelcol=$(program otelcol-contrib otelcol)
tempo=$(program tempo)
loki=$(program loki)
alloy=$(program alloy)
jdk=$(find_jdk25)

# --- What the others begin with.

if [ -z "$(docker images --quiet moqlog.local/debian)" ]; then
  suite=$(. /etc/os-release && printf '%s' "$VERSION_CODENAME")
  debootstrap --variant=minbase --include=ca-certificates,wget,unzip,nginx-light,busybox-static "$suite" \
    "$work/root" >&2
  cp /etc/ssl/certs/ca-certificates.crt "$work/root/etc/ssl/certs/"
  tar -c -C "$work/root" . | docker import - moqlog.local/debian >/dev/null
fi
image BUSYBOX_IMAGE busybox <<'END'
FROM moqlog.local/debian AS debian
FROM scratch
COPY --from=debian /bin/busybox /bin/busybox
END
# Libraries, and no program.
image '' bare <<'END'
FROM moqlog.local/debian AS debian
RUN mkdir /bare && mkdir -m 1777 /bare/tmp \
    && cp -L --parents /lib*/ld-linux-* /lib/*-linux-gnu/lib*.so* /bare/ && cp -r --parents /etc/ssl/certs /bare/
FROM scratch
COPY --from=debian /bare/ /
END

# --- One for each that .env has.

copy() {
  local name=${1##*/}
  cp -L "$1" "$work/${2:-$name}"
  printf '%s\n' "$work/${2:-$name}"
}

image OTEL_COLLECTOR_IMAGE otelcol "$(copy "$otelcol" otelcol-contrib)" <<'END'
FROM moqlog.local/bare
COPY otelcol-contrib /otelcol-contrib
USER 10001
ENTRYPOINT ["/otelcol-contrib"]
END
image PROMETHEUS_IMAGE prometheus "$(copy "$prometheus" prometheus)" <<'END'
FROM moqlog.local/debian
COPY prometheus /bin/prometheus
RUN install -d -o nobody -g nogroup /prometheus
USER nobody
WORKDIR /prometheus
VOLUME /prometheus
ENTRYPOINT ["/bin/prometheus"]
END
mkdir -p "$work/templates"
# Debian's program reads its templates from files.
[ ! -d /usr/share/prometheus/alertmanager ] || cp /usr/share/prometheus/alertmanager/*.tmpl "$work/templates/"
image ALERTMANAGER_IMAGE alertmanager "$(copy "$alertmanager" alertmanager)" "$work/templates" <<'END'
FROM moqlog.local/debian
COPY alertmanager /bin/alertmanager
COPY templates /usr/share/prometheus/alertmanager
RUN install -d -o nobody -g nogroup /alertmanager
USER nobody
WORKDIR /alertmanager
VOLUME /alertmanager
ENTRYPOINT ["/bin/alertmanager"]
END
# What was built knows no -health yet.
cat >"$work/tempo" <<'END'
#!/bin/busybox sh
if [ "$1" = -health ]; then
  exec /bin/busybox wget -q -O - http://127.0.0.1:3200/ready
fi
exec /tempo-server "$@"
END
chmod +x "$work/tempo"
image TEMPO_IMAGE tempo "$work/tempo" "$(copy "$tempo" tempo-server)" <<'END'
FROM moqlog.local/debian AS debian
RUN install -d -o 10001 -g 10001 /data/var/tempo
FROM moqlog.local/bare
COPY --from=debian /data/ /
COPY --from=debian /bin/busybox /bin/busybox
COPY tempo tempo-server /
USER 10001
ENTRYPOINT ["/tempo"]
END
image LOKI_IMAGE loki "$(copy "$loki" loki)" <<'END'
FROM moqlog.local/debian AS debian
RUN install -d -o 10001 -g 10001 /data/loki
FROM moqlog.local/bare
COPY --from=debian /data/ /
COPY loki /usr/bin/loki
USER 10001
ENTRYPOINT ["/usr/bin/loki"]
END
image ALLOY_IMAGE alloy "$(copy "$alloy" alloy)" <<'END'
FROM moqlog.local/debian
COPY alloy /bin/alloy
RUN install -d -o 473 -g 473 -m 770 /var/lib/alloy /var/lib/alloy/data
ENTRYPOINT ["/bin/alloy"]
END
image NODE_EXPORTER_IMAGE node-exporter "$(copy "$node_exporter" node_exporter)" <<'END'
FROM moqlog.local/debian
COPY node_exporter /bin/node_exporter
USER nobody
ENTRYPOINT ["/bin/node_exporter"]
END
image PUSHGATEWAY_IMAGE pushgateway "$(copy "$pushgateway" pushgateway)" <<'END'
FROM moqlog.local/debian
COPY pushgateway /bin/pushgateway
USER nobody
ENTRYPOINT ["/bin/pushgateway"]
END
cat >"$work/nginx.conf" <<'END'
pid /tmp/nginx.pid;
error_log stderr notice;
events {}
http {
  include /etc/nginx/mime.types;
  access_log /dev/stdout;
  client_body_temp_path /tmp/client_temp;
  proxy_temp_path /tmp/proxy_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  include /etc/nginx/conf.d/*.conf;
}
END
image NGINX_IMAGE nginx "$work/nginx.conf" <<'END'
FROM moqlog.local/debian
COPY nginx.conf /etc/nginx/nginx.conf
RUN touch /etc/nginx/conf.d/default.conf && useradd --uid 101 nginx
USER 101
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
END
cp -rL "$jdk" "$work/openjdk"
image JDK_IMAGE jdk "$work/openjdk" <<'END'
FROM moqlog.local/debian
COPY openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
END
printf 'JRE_IMAGE=%s\n' moqlog.local/jdk
