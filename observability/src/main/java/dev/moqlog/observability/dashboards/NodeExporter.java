package dev.moqlog.observability.dashboards;

import static dev.moqlog.observability.NodeMetric.*;
import static dev.moqlog.observability.grafana.Series.of;

import dev.moqlog.observability.NodeMetric;
import dev.moqlog.observability.grafana.Dashboard;
import dev.moqlog.observability.grafana.Panel;
import dev.moqlog.observability.grafana.Promql;
import dev.moqlog.observability.grafana.Row;
import dev.moqlog.observability.grafana.Series;
import java.util.List;

/** The machine that relays run on, with what matters to QUIC first: CPU, UDP, and room for qlog. */
final class NodeExporter {

  private static final String EPHEMERAL = "tmpfs|ramfs|overlay|squashfs";

  private NodeExporter() {}

  static Dashboard dashboard() {
    return new Dashboard(
        "node-exporter-full",
        "Node Exporter Full",
        "Processors, memory, disks and network of a machine, as node_exporter tells them.",
        "30s",
        Choices.node(),
        List.of(
            glance(),
            udp(),
            cpu(),
            memory(),
            memoryDetail(),
            paging(),
            disks(),
            fileSystems(),
            NodeNetwork.interfaces(),
            NodeNetwork.kernel(),
            NodeNetwork.sockets(),
            NodeNetwork.tcp(),
            clock(),
            exporter()));
  }

  private static Row glance() {
    return Row.low(
        "At a glance",
        Panel.stat("CPU busy", "Share of all processors' time that is not idle.", "percentunit")
            .max(1)
            .from(.7, "orange")
            .from(.9, "red")
            .query("busy", of(CPU_SECONDS).where("mode", "idle").rate().avg().complement()),
        Panel.stat("Processors", "How many there are.", "short")
            .query("processors", of(CPU_SECONDS).where("mode", "idle").rate().count()),
        Panel.stat(
                "Load",
                "Runnable tasks, a mean of five minutes. More than there are processors means that"
                    + " some wait.",
                "short")
            .decimals(2)
            .query("load", of(LOAD5).value()),
        Panel.stat("Memory used", "Share that programs could not have.", "percentunit")
            .max(1)
            .from(.8, "orange")
            .from(.95, "red")
            .query("used", share(MEMORY_MEM_AVAILABLE_BYTES, MEMORY_MEM_TOTAL_BYTES).complement()),
        Panel.stat("Fullest disk", "Share that is used of the fullest file system.", "percentunit")
            .max(1)
            .from(.8, "orange")
            .from(.9, "red")
            .query("used", used().max()),
        Panel.stat("Up for", "Since it was started.", "s")
            .query("up", of(TIME_SECONDS).value().minus(of(BOOT_TIME_SECONDS).value())));
  }

  private static Row udp() {
    return Row.of(
        "UDP: what QUIC runs on",
        Panel.timeSeries("Datagrams", "UDP datagrams in a second.", "pps")
            .query("in", of(NETSTAT_UDP_IN_DATAGRAMS).rate())
            .query("out", of(NETSTAT_UDP_OUT_DATAGRAMS).rate())
            .query("in, IPv6", of(NETSTAT_UDP6_IN_DATAGRAMS).rate())
            .query("out, IPv6", of(NETSTAT_UDP6_OUT_DATAGRAMS).rate()),
        Panel.timeSeries(
                "Datagrams lost in this machine",
                "Datagrams in a second that a full socket buffer, a wrong checksum or a closed port"
                    + " cost. To QUIC they look like loss of the network.",
                "pps")
            .manySeries()
            .query("receive buffer full", of(NETSTAT_UDP_RCVBUF_ERRORS).rate())
            .query("send buffer full", of(NETSTAT_UDP_SNDBUF_ERRORS).rate())
            .query("receive buffer full, IPv6", of(NETSTAT_UDP6_RCVBUF_ERRORS).rate())
            .query("send buffer full, IPv6", of(NETSTAT_UDP6_SNDBUF_ERRORS).rate())
            .query("all errors", of(NETSTAT_UDP_IN_ERRORS).rate())
            .query("no such port", of(NETSTAT_UDP_NO_PORTS).rate()),
        Panel.timeSeries(
                "Socket buffers", "Bytes that wait in UDP's queues, and memory they take.", "bytes")
            .query("queue {{queue}} {{ip}}", of(UDP_QUEUES).value())
            .query("memory", of(SOCKSTAT_UDP_MEM_BYTES).value()));
  }

  private static Row cpu() {
    return Row.of(
        "Processors",
        Panel.timeSeries("CPU time", "What the processors' time goes into.", "percentunit")
            .stacked()
            .max(1)
            .query("{{mode}}", of(CPU_SECONDS).whereNot("mode", "idle").rate().avg("mode")),
        Panel.timeSeries(
                "Busiest processor",
                "The share that is not idle, of the processor that has most to do, and of all. One"
                    + " at its limit holds up a relay with one thread.",
                "percentunit")
            .max(1)
            .from(.9, "red")
            .query("busiest", idle().min().complement())
            .query("mean", idle().avg().complement()),
        Panel.timeSeries("Load averages", "Tasks that run or wait, over three spans.", "short")
            .query("1 min", of(LOAD1).value())
            .query("5 min", of(LOAD5).value())
            .query("15 min", of(LOAD15).value()),
        Panel.timeSeries("Tasks", "Tasks that can run, and that wait for a disk.", "short")
            .query("running", of(PROCS_RUNNING).value())
            .query("blocked", of(PROCS_BLOCKED).value()),
        Panel.timeSeries("Switches and interrupts", "In a second; and processes started.", "cps")
            .query("context switches", of(CONTEXT_SWITCHES).rate())
            .query("interrupts", of(INTR).rate())
            .query("forks", of(FORKS).rate()),
        Panel.timeSeries(
                "Pressure",
                "Share of time in which some task waited for a resource, or all of them did.",
                "percentunit")
            .query("CPU, some", of(PRESSURE_CPU_WAITING_SECONDS).rate())
            .query("memory, some", of(PRESSURE_MEMORY_WAITING_SECONDS).rate())
            .query("memory, all", of(PRESSURE_MEMORY_STALLED_SECONDS).rate())
            .query("disk, some", of(PRESSURE_IO_WAITING_SECONDS).rate())
            .query("disk, all", of(PRESSURE_IO_STALLED_SECONDS).rate()));
  }

  private static Row memory() {
    return Row.of(
        "Memory",
        Panel.timeSeries("Memory", "What memory is used for.", "bytes")
            .width(12)
            .stacked()
            .query("programs", of(MEMORY_ANON_PAGES_BYTES).value())
            .query("page cache", of(MEMORY_CACHED_BYTES).value())
            .query("buffers", of(MEMORY_BUFFERS_BYTES).value())
            .query("kernel, reclaimable", of(MEMORY_SRECLAIMABLE_BYTES).value())
            .query("kernel, fixed", of(MEMORY_SUNRECLAIM_BYTES).value())
            .query("free", of(MEMORY_MEM_FREE_BYTES).value()),
        Panel.timeSeries(
                "Available", "What programs can still have, of how much there is.", "bytes")
            .width(6)
            .query("available", of(MEMORY_MEM_AVAILABLE_BYTES).value())
            .query("total", of(MEMORY_MEM_TOTAL_BYTES).value()),
        Panel.timeSeries("Swap", "What was moved to disk, of how much room there is.", "bytes")
            .width(6)
            .query(
                "used",
                of(MEMORY_SWAP_TOTAL_BYTES).value().minus(of(MEMORY_SWAP_FREE_BYTES).value()))
            .query("cached", of(MEMORY_SWAP_CACHED_BYTES).value())
            .query("total", of(MEMORY_SWAP_TOTAL_BYTES).value()));
  }

  private static Row memoryDetail() {
    return Row.of(
        "Memory in detail",
        Panel.timeSeries("Recently used", "Pages that were and were not.", "bytes")
            .query("active", of(MEMORY_ACTIVE_BYTES).value())
            .query("inactive", of(MEMORY_INACTIVE_BYTES).value())
            .query("mapped", of(MEMORY_MAPPED_BYTES).value())
            .query("shared", of(MEMORY_SHMEM_BYTES).value()),
        Panel.timeSeries("Yet to be written", "Pages that wait for the disk.", "bytes")
            .query("dirty", of(MEMORY_DIRTY_BYTES).value())
            .query("being written", of(MEMORY_WRITEBACK_BYTES).value()),
        Panel.timeSeries(
                "Kernel and locked", "Memory that cannot be taken from its owner.", "bytes")
            .query("page tables", of(MEMORY_PAGE_TABLES_BYTES).value())
            .query("kernel stacks", of(MEMORY_KERNEL_STACK_BYTES).value())
            .query("per processor", of(MEMORY_PERCPU_BYTES).value())
            .query("locked", of(MEMORY_MLOCKED_BYTES).value())
            .query("unevictable", of(MEMORY_UNEVICTABLE_BYTES).value()),
        Panel.timeSeries("Committed", "Memory promised to programs, and the limit.", "bytes")
            .width(12)
            .query("committed", of(MEMORY_COMMITTED_AS_BYTES).value())
            .query("limit", of(MEMORY_COMMIT_LIMIT_BYTES).value()),
        Panel.timeSeries("Huge pages", "How many are set aside, and free.", "short")
            .width(12)
            .query("total", of(MEMORY_HUGE_PAGES_TOTAL).value())
            .query("free", of(MEMORY_HUGE_PAGES_FREE).value()));
  }

  private static Row paging() {
    return Row.of(
        "Paging",
        Panel.timeSeries("To and from disk", "Kibibytes in a second.", "KiBs")
            .width(6)
            .query("in", of(VMSTAT_PGPGIN).rate())
            .query("out", of(VMSTAT_PGPGOUT).rate()),
        Panel.timeSeries("Swapping", "Pages in a second.", "cps")
            .width(6)
            .query("in", of(VMSTAT_PSWPIN).rate())
            .query("out", of(VMSTAT_PSWPOUT).rate()),
        Panel.timeSeries("Page faults", "In a second; major ones needed the disk.", "cps")
            .width(6)
            .query("all", of(VMSTAT_PGFAULT).rate())
            .query("major", of(VMSTAT_PGMAJFAULT).rate()),
        Panel.stat("Killed for memory", "Processes of the time shown.", "short")
            .width(6)
            .decimals(0)
            .from(1, "red")
            .query("killed", of(VMSTAT_OOM_KILL).increase()));
  }

  private static Row disks() {
    return Row.of(
        "Disks",
        Panel.timeSeries("Throughput", "Bytes read and written in a second.", "Bps")
            .query("{{device}} read", of(DISK_READ_BYTES).rate())
            .query("{{device}} written", of(DISK_WRITTEN_BYTES).rate()),
        Panel.timeSeries("Operations", "Completed in a second.", "iops")
            .query("{{device}} reads", of(DISK_READS_COMPLETED).rate())
            .query("{{device}} writes", of(DISK_WRITES_COMPLETED).rate())
            .query("{{device}} discards", of(DISK_DISCARDS_COMPLETED).rate()),
        Panel.timeSeries("Wait", "How long an operation takes, a mean.", "s")
            .query("{{device}} read", mean(DISK_READ_TIME_SECONDS, DISK_READS_COMPLETED))
            .query("{{device}} write", mean(DISK_WRITE_TIME_SECONDS, DISK_WRITES_COMPLETED)),
        Panel.timeSeries("Busy", "Share of time in which the disk had work.", "percentunit")
            .query("{{device}}", of(DISK_IO_TIME_SECONDS).rate()),
        Panel.timeSeries("Queue", "Operations that wait: a mean, and now.", "short")
            .query("{{device}} mean", of(DISK_IO_TIME_WEIGHTED_SECONDS).rate())
            .query("{{device}} now", of(DISK_IO_NOW).value()),
        Panel.timeSeries("Merged", "Operations joined to another, in a second.", "iops")
            .query("{{device}} reads", of(DISK_READS_MERGED).rate())
            .query("{{device}} writes", of(DISK_WRITES_MERGED).rate()));
  }

  private static Row fileSystems() {
    return Row.of(
        "File systems",
        Panel.barGauge("Used", "Share of each file system.", "percentunit")
            .max(1)
            .from(.8, "orange")
            .from(.9, "red")
            .query("{{mountpoint}}", used().max("mountpoint")),
        Panel.timeSeries("Room", "Bytes that are left for programs and traces.", "bytes")
            .query("{{mountpoint}}", lasting(FILESYSTEM_AVAIL_BYTES).value().max("mountpoint")),
        Panel.timeSeries("Files left", "Share of the files that there can be.", "percentunit")
            .max(1)
            .query(
                "{{mountpoint}}",
                lasting(FILESYSTEM_FILES_FREE)
                    .value()
                    .dividedBy(lasting(FILESYSTEM_FILES).value())
                    .max("mountpoint")),
        Panel.timeSeries("Open files", "In the whole machine, and how many there may be.", "short")
            .width(12)
            .query("open", of(FILEFD_ALLOCATED).value())
            .query("limit", of(FILEFD_MAXIMUM).value()),
        Panel.states("Faults", "Where a file system is read-only, or cannot be looked at.")
            .width(12)
            .goodIfZero("no", "yes")
            .query("{{mountpoint}} read-only", lasting(FILESYSTEM_READONLY).value())
            .query("{{mountpoint}} error", lasting(FILESYSTEM_DEVICE_ERROR).value()));
  }

  private static Row clock() {
    return Row.of(
        "Clock: what one-way delays of two logs depend on",
        Panel.timeSeries("Offset", "Between this clock and its reference.", "s")
            .signed()
            .query("offset", of(TIMEX_OFFSET_SECONDS).value()),
        Panel.timeSeries("Error", "How far off the clock may be.", "s")
            .query("estimated", of(TIMEX_ESTIMATED_ERROR_SECONDS).value())
            .query("at most", of(TIMEX_MAXERROR_SECONDS).value()),
        Panel.states("Synchronised", "Whether the clock follows a reference.")
            .goodIfOne("follows", "runs free")
            .query("clock", of(TIMEX_SYNC_STATUS).value()));
  }

  private static Row exporter() {
    return Row.of(
        "Exporter",
        Panel.barGauge("Slowest collectors", "How long they take.", "s")
            .query("{{collector}}", of(SCRAPE_COLLECTOR_DURATION_SECONDS).value().top(8)),
        Panel.table(
                "Silent collectors",
                "Those that gave nothing: they failed, or the machine has nothing for them.",
                "none")
            .width(8)
            .whenEmpty("All collectors gave their metrics")
            .without("Value")
            .query("Value", of(SCRAPE_COLLECTOR_SUCCESS).value().min("collector").zero()),
        Panel.states(
                "Text files",
                "Whether files of the textfile collector, such as that of qlog-cli export, can be"
                    + " read.")
            .goodIfZero("readable", "broken")
            .query("text files", of(TEXTFILE_SCRAPE_ERROR).value()));
  }

  private static Promql idle() {
    return of(CPU_SECONDS).where("mode", "idle").rate();
  }

  private static Promql used() {
    return lasting(FILESYSTEM_AVAIL_BYTES)
        .value()
        .dividedBy(lasting(FILESYSTEM_SIZE_BYTES).value())
        .complement();
  }

  private static Series lasting(NodeMetric metric) {
    return of(metric).whereNotLike("fstype", EPHEMERAL);
  }

  private static Promql share(NodeMetric part, NodeMetric whole) {
    return of(part).value().dividedBy(of(whole).value());
  }

  private static Promql mean(NodeMetric seconds, NodeMetric operations) {
    return of(seconds).rate().dividedBy(of(operations).rate());
  }
}
