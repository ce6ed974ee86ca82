package dev.moqlog.observability.dashboards;

import static dev.moqlog.observability.NodeMetric.*;
import static dev.moqlog.observability.grafana.Series.of;

import dev.moqlog.observability.grafana.Panel;
import dev.moqlog.observability.grafana.Row;

/** The rows about the network of the dashboard about machines. */
final class NodeNetwork {

  private NodeNetwork() {}

  static Row interfaces() {
    return Row.of(
        "Network interfaces",
        Panel.timeSeries("Traffic", "Bytes in a second.", "Bps")
            .query("{{device}} in", of(NETWORK_RECEIVE_BYTES).rate())
            .query("{{device}} out", of(NETWORK_TRANSMIT_BYTES).rate()),
        Panel.timeSeries("Packets", "Packets in a second.", "pps")
            .query("{{device}} in", of(NETWORK_RECEIVE_PACKETS).rate())
            .query("{{device}} out", of(NETWORK_TRANSMIT_PACKETS).rate()),
        Panel.timeSeries("Drops and errors", "Packets in a second that were lost here.", "pps")
            .manySeries()
            .query("{{device}} in, dropped", of(NETWORK_RECEIVE_DROP).rate())
            .query("{{device}} out, dropped", of(NETWORK_TRANSMIT_DROP).rate())
            .query("{{device}} in, errors", of(NETWORK_RECEIVE_ERRS).rate())
            .query("{{device}} out, errors", of(NETWORK_TRANSMIT_ERRS).rate())
            .query("{{device}} in, queue full", of(NETWORK_RECEIVE_FIFO).rate())
            .query("{{device}} out, queue full", of(NETWORK_TRANSMIT_FIFO).rate()),
        Panel.timeSeries("Packet size that fits", "MTU; QUIC needs at least 1200 bytes.", "bytes")
            .query("{{device}}", of(NETWORK_MTU_BYTES).value()),
        Panel.states("Interfaces", "Which are up. One that nothing uses may be down.")
            .state("1", "up", "green")
            .state("0", "down", "orange")
            .query("{{device}}", of(NETWORK_UP).whereNot("device", "lo").value()),
        Panel.timeSeries("Carrier lost or found", "How often in a second.", "cps")
            .query("{{device}}", of(NETWORK_CARRIER_CHANGES).rate()));
  }

  static Row kernel() {
    return Row.of(
        "Network in the kernel",
        Panel.timeSeries(
                "Receive work",
                "Packets in a second that the kernel took in; and how often it had to drop one or"
                    + " stop for lack of time.",
                "pps")
            .query("processed", of(SOFTNET_PROCESSED).rate().sum())
            .query("dropped", of(SOFTNET_DROPPED).rate().sum())
            .query("out of time", of(SOFTNET_TIMES_SQUEEZED).rate().sum()),
        Panel.timeSeries(
                "Connections tracked",
                "By the firewall, and its limit: beyond it, new ones are dropped.",
                "short")
            .query("tracked", of(NF_CONNTRACK_ENTRIES).value())
            .query("limit", of(NF_CONNTRACK_ENTRIES_LIMIT).value()),
        Panel.timeSeries("Neighbours", "Entries of the ARP table.", "short")
            .query("{{device}}", of(ARP_ENTRIES).value()),
        Panel.timeSeries("IP", "Bytes of IP packets in a second.", "Bps")
            .width(12)
            .query("in", of(NETSTAT_IP_EXT_IN_OCTETS).rate())
            .query("out", of(NETSTAT_IP_EXT_OUT_OCTETS).rate()),
        Panel.timeSeries("ICMP", "Messages in a second.", "cps")
            .width(12)
            .query("in", of(NETSTAT_ICMP_IN_MSGS).rate())
            .query("out", of(NETSTAT_ICMP_OUT_MSGS).rate())
            .query("errors", of(NETSTAT_ICMP_IN_ERRORS).rate()));
  }

  static Row sockets() {
    return Row.of(
        "Sockets",
        Panel.timeSeries("Sockets", "How many are in use.", "short")
            .query("all", of(SOCKSTAT_SOCKETS_USED).value())
            .query("UDP", of(SOCKSTAT_UDP_INUSE).value())
            .query("UDP, IPv6", of(SOCKSTAT_UDP6_INUSE).value())
            .query("TCP", of(SOCKSTAT_TCP_INUSE).value()),
        Panel.timeSeries("TCP sockets", "By what becomes of them.", "short")
            .query("allocated", of(SOCKSTAT_TCP_ALLOC).value())
            .query("closed, waiting", of(SOCKSTAT_TCP_TW).value())
            .query("without owner", of(SOCKSTAT_TCP_ORPHAN).value()),
        Panel.timeSeries("Memory of TCP", "Of its buffers.", "bytes")
            .query("TCP", of(SOCKSTAT_TCP_MEM_BYTES).value()));
  }

  static Row tcp() {
    return Row.of(
        "TCP: what the fallback runs on",
        Panel.timeSeries("Segments", "In a second.", "pps")
            .query("in", of(NETSTAT_TCP_IN_SEGS).rate())
            .query("out", of(NETSTAT_TCP_OUT_SEGS).rate())
            .query("sent again", of(NETSTAT_TCP_RETRANS_SEGS).rate()),
        Panel.timeSeries("Connections", "Established now; opened in a second.", "short")
            .query("established", of(NETSTAT_TCP_CURR_ESTAB).value())
            .query("opened", of(NETSTAT_TCP_ACTIVE_OPENS).rate())
            .query("accepted", of(NETSTAT_TCP_PASSIVE_OPENS).rate()),
        Panel.timeSeries("Refused and broken", "In a second.", "cps")
            .query("dropped before accept", of(NETSTAT_TCP_EXT_LISTEN_DROPS).rate())
            .query("queue full", of(NETSTAT_TCP_EXT_LISTEN_OVERFLOWS).rate())
            .query("errors", of(NETSTAT_TCP_IN_ERRS).rate())
            .query("resets sent", of(NETSTAT_TCP_OUT_RSTS).rate()));
  }
}
