package dev.moqlog.observability;

import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.COUNTER;
import static dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind.GAUGE;

import dev.moqlog.analyzer.telemetry.TelemetryMetric.Kind;
import java.util.List;

/**
 * The metrics of node_exporter that are shown: those that its default collectors have on any Linux
 * machine. Counts that the exporter does not tell the type of, as they come from /proc, are
 * counters here.
 */
public enum NodeMetric implements Metric {
  // The machine.
  UNAME_INFO(GAUGE, "node_uname_info", "nodename", "release"),
  BOOT_TIME_SECONDS(GAUGE, "node_boot_time_seconds"),
  TIME_SECONDS(GAUGE, "node_time_seconds"),
  OS_INFO(GAUGE, "node_os_info", "pretty_name"),

  // Processors.
  CPU_SECONDS(COUNTER, "node_cpu_seconds_total", "cpu", "mode"),
  LOAD1(GAUGE, "node_load1"),
  LOAD5(GAUGE, "node_load5"),
  LOAD15(GAUGE, "node_load15"),
  CONTEXT_SWITCHES(COUNTER, "node_context_switches_total"),
  INTR(COUNTER, "node_intr_total"),
  FORKS(COUNTER, "node_forks_total"),
  PROCS_RUNNING(GAUGE, "node_procs_running"),
  PROCS_BLOCKED(GAUGE, "node_procs_blocked"),
  PRESSURE_CPU_WAITING_SECONDS(COUNTER, "node_pressure_cpu_waiting_seconds_total"),
  PRESSURE_IO_WAITING_SECONDS(COUNTER, "node_pressure_io_waiting_seconds_total"),
  PRESSURE_IO_STALLED_SECONDS(COUNTER, "node_pressure_io_stalled_seconds_total"),
  PRESSURE_MEMORY_WAITING_SECONDS(COUNTER, "node_pressure_memory_waiting_seconds_total"),
  PRESSURE_MEMORY_STALLED_SECONDS(COUNTER, "node_pressure_memory_stalled_seconds_total"),

  // Memory.
  MEMORY_MEM_TOTAL_BYTES(GAUGE, "node_memory_MemTotal_bytes"),
  MEMORY_MEM_FREE_BYTES(GAUGE, "node_memory_MemFree_bytes"),
  MEMORY_MEM_AVAILABLE_BYTES(GAUGE, "node_memory_MemAvailable_bytes"),
  MEMORY_BUFFERS_BYTES(GAUGE, "node_memory_Buffers_bytes"),
  MEMORY_CACHED_BYTES(GAUGE, "node_memory_Cached_bytes"),
  MEMORY_SRECLAIMABLE_BYTES(GAUGE, "node_memory_SReclaimable_bytes"),
  MEMORY_SUNRECLAIM_BYTES(GAUGE, "node_memory_SUnreclaim_bytes"),
  MEMORY_SHMEM_BYTES(GAUGE, "node_memory_Shmem_bytes"),
  MEMORY_ANON_PAGES_BYTES(GAUGE, "node_memory_AnonPages_bytes"),
  MEMORY_MAPPED_BYTES(GAUGE, "node_memory_Mapped_bytes"),
  MEMORY_ACTIVE_BYTES(GAUGE, "node_memory_Active_bytes"),
  MEMORY_INACTIVE_BYTES(GAUGE, "node_memory_Inactive_bytes"),
  MEMORY_DIRTY_BYTES(GAUGE, "node_memory_Dirty_bytes"),
  MEMORY_WRITEBACK_BYTES(GAUGE, "node_memory_Writeback_bytes"),
  MEMORY_PAGE_TABLES_BYTES(GAUGE, "node_memory_PageTables_bytes"),
  MEMORY_KERNEL_STACK_BYTES(GAUGE, "node_memory_KernelStack_bytes"),
  MEMORY_PERCPU_BYTES(GAUGE, "node_memory_Percpu_bytes"),
  MEMORY_COMMIT_LIMIT_BYTES(GAUGE, "node_memory_CommitLimit_bytes"),
  MEMORY_COMMITTED_AS_BYTES(GAUGE, "node_memory_Committed_AS_bytes"),
  MEMORY_MLOCKED_BYTES(GAUGE, "node_memory_Mlocked_bytes"),
  MEMORY_UNEVICTABLE_BYTES(GAUGE, "node_memory_Unevictable_bytes"),
  MEMORY_SWAP_TOTAL_BYTES(GAUGE, "node_memory_SwapTotal_bytes"),
  MEMORY_SWAP_FREE_BYTES(GAUGE, "node_memory_SwapFree_bytes"),
  MEMORY_SWAP_CACHED_BYTES(GAUGE, "node_memory_SwapCached_bytes"),
  MEMORY_HUGE_PAGES_TOTAL(GAUGE, "node_memory_HugePages_Total"),
  MEMORY_HUGE_PAGES_FREE(GAUGE, "node_memory_HugePages_Free"),

  // Paging.
  VMSTAT_PGPGIN(COUNTER, "node_vmstat_pgpgin"),
  VMSTAT_PGPGOUT(COUNTER, "node_vmstat_pgpgout"),
  VMSTAT_PSWPIN(COUNTER, "node_vmstat_pswpin"),
  VMSTAT_PSWPOUT(COUNTER, "node_vmstat_pswpout"),
  VMSTAT_PGFAULT(COUNTER, "node_vmstat_pgfault"),
  VMSTAT_PGMAJFAULT(COUNTER, "node_vmstat_pgmajfault"),
  VMSTAT_OOM_KILL(COUNTER, "node_vmstat_oom_kill"),

  // The clock.
  TIMEX_OFFSET_SECONDS(GAUGE, "node_timex_offset_seconds"),
  TIMEX_ESTIMATED_ERROR_SECONDS(GAUGE, "node_timex_estimated_error_seconds"),
  TIMEX_MAXERROR_SECONDS(GAUGE, "node_timex_maxerror_seconds"),
  TIMEX_SYNC_STATUS(GAUGE, "node_timex_sync_status"),
  TIMEX_FREQUENCY_ADJUSTMENT_RATIO(GAUGE, "node_timex_frequency_adjustment_ratio"),

  // Disks.
  DISK_READ_BYTES(COUNTER, "node_disk_read_bytes_total", "device"),
  DISK_WRITTEN_BYTES(COUNTER, "node_disk_written_bytes_total", "device"),
  DISK_READS_COMPLETED(COUNTER, "node_disk_reads_completed_total", "device"),
  DISK_WRITES_COMPLETED(COUNTER, "node_disk_writes_completed_total", "device"),
  DISK_READ_TIME_SECONDS(COUNTER, "node_disk_read_time_seconds_total", "device"),
  DISK_WRITE_TIME_SECONDS(COUNTER, "node_disk_write_time_seconds_total", "device"),
  DISK_IO_TIME_SECONDS(COUNTER, "node_disk_io_time_seconds_total", "device"),
  DISK_IO_TIME_WEIGHTED_SECONDS(COUNTER, "node_disk_io_time_weighted_seconds_total", "device"),
  DISK_IO_NOW(GAUGE, "node_disk_io_now", "device"),
  DISK_READS_MERGED(COUNTER, "node_disk_reads_merged_total", "device"),
  DISK_WRITES_MERGED(COUNTER, "node_disk_writes_merged_total", "device"),
  DISK_DISCARDS_COMPLETED(COUNTER, "node_disk_discards_completed_total", "device"),

  // File systems and files.
  FILESYSTEM_SIZE_BYTES(GAUGE, "node_filesystem_size_bytes", "device", "fstype", "mountpoint"),
  FILESYSTEM_AVAIL_BYTES(GAUGE, "node_filesystem_avail_bytes", "device", "fstype", "mountpoint"),
  FILESYSTEM_FILES(GAUGE, "node_filesystem_files", "device", "fstype", "mountpoint"),
  FILESYSTEM_FILES_FREE(GAUGE, "node_filesystem_files_free", "device", "fstype", "mountpoint"),
  FILESYSTEM_READONLY(GAUGE, "node_filesystem_readonly", "device", "fstype", "mountpoint"),
  FILESYSTEM_DEVICE_ERROR(GAUGE, "node_filesystem_device_error", "device", "fstype", "mountpoint"),
  FILEFD_ALLOCATED(GAUGE, "node_filefd_allocated"),
  FILEFD_MAXIMUM(GAUGE, "node_filefd_maximum"),

  // Network interfaces, and what handles their packets.
  NETWORK_RECEIVE_BYTES(COUNTER, "node_network_receive_bytes_total", "device"),
  NETWORK_TRANSMIT_BYTES(COUNTER, "node_network_transmit_bytes_total", "device"),
  NETWORK_RECEIVE_PACKETS(COUNTER, "node_network_receive_packets_total", "device"),
  NETWORK_TRANSMIT_PACKETS(COUNTER, "node_network_transmit_packets_total", "device"),
  NETWORK_RECEIVE_DROP(COUNTER, "node_network_receive_drop_total", "device"),
  NETWORK_TRANSMIT_DROP(COUNTER, "node_network_transmit_drop_total", "device"),
  NETWORK_RECEIVE_ERRS(COUNTER, "node_network_receive_errs_total", "device"),
  NETWORK_TRANSMIT_ERRS(COUNTER, "node_network_transmit_errs_total", "device"),
  NETWORK_RECEIVE_FIFO(COUNTER, "node_network_receive_fifo_total", "device"),
  NETWORK_TRANSMIT_FIFO(COUNTER, "node_network_transmit_fifo_total", "device"),
  NETWORK_UP(GAUGE, "node_network_up", "device"),
  NETWORK_MTU_BYTES(GAUGE, "node_network_mtu_bytes", "device"),
  NETWORK_CARRIER_CHANGES(COUNTER, "node_network_carrier_changes_total", "device"),
  ARP_ENTRIES(GAUGE, "node_arp_entries", "device"),
  NF_CONNTRACK_ENTRIES(GAUGE, "node_nf_conntrack_entries"),
  NF_CONNTRACK_ENTRIES_LIMIT(GAUGE, "node_nf_conntrack_entries_limit"),
  SOFTNET_PROCESSED(COUNTER, "node_softnet_processed_total", "cpu"),
  SOFTNET_DROPPED(COUNTER, "node_softnet_dropped_total", "cpu"),
  SOFTNET_TIMES_SQUEEZED(COUNTER, "node_softnet_times_squeezed_total", "cpu"),

  // Sockets.
  SOCKSTAT_SOCKETS_USED(GAUGE, "node_sockstat_sockets_used"),
  SOCKSTAT_UDP_INUSE(GAUGE, "node_sockstat_UDP_inuse"),
  SOCKSTAT_UDP6_INUSE(GAUGE, "node_sockstat_UDP6_inuse"),
  SOCKSTAT_UDP_MEM_BYTES(GAUGE, "node_sockstat_UDP_mem_bytes"),
  SOCKSTAT_TCP_INUSE(GAUGE, "node_sockstat_TCP_inuse"),
  SOCKSTAT_TCP_ALLOC(GAUGE, "node_sockstat_TCP_alloc"),
  SOCKSTAT_TCP_TW(GAUGE, "node_sockstat_TCP_tw"),
  SOCKSTAT_TCP_ORPHAN(GAUGE, "node_sockstat_TCP_orphan"),
  SOCKSTAT_TCP_MEM_BYTES(GAUGE, "node_sockstat_TCP_mem_bytes"),
  UDP_QUEUES(GAUGE, "node_udp_queues", "ip", "queue"),

  // Protocols.
  NETSTAT_UDP_IN_DATAGRAMS(COUNTER, "node_netstat_Udp_InDatagrams"),
  NETSTAT_UDP_OUT_DATAGRAMS(COUNTER, "node_netstat_Udp_OutDatagrams"),
  NETSTAT_UDP_IN_ERRORS(COUNTER, "node_netstat_Udp_InErrors"),
  NETSTAT_UDP_NO_PORTS(COUNTER, "node_netstat_Udp_NoPorts"),
  NETSTAT_UDP_RCVBUF_ERRORS(COUNTER, "node_netstat_Udp_RcvbufErrors"),
  NETSTAT_UDP_SNDBUF_ERRORS(COUNTER, "node_netstat_Udp_SndbufErrors"),
  NETSTAT_UDP6_IN_DATAGRAMS(COUNTER, "node_netstat_Udp6_InDatagrams"),
  NETSTAT_UDP6_OUT_DATAGRAMS(COUNTER, "node_netstat_Udp6_OutDatagrams"),
  NETSTAT_UDP6_RCVBUF_ERRORS(COUNTER, "node_netstat_Udp6_RcvbufErrors"),
  NETSTAT_UDP6_SNDBUF_ERRORS(COUNTER, "node_netstat_Udp6_SndbufErrors"),
  NETSTAT_IP_EXT_IN_OCTETS(COUNTER, "node_netstat_IpExt_InOctets"),
  NETSTAT_IP_EXT_OUT_OCTETS(COUNTER, "node_netstat_IpExt_OutOctets"),
  NETSTAT_ICMP_IN_MSGS(COUNTER, "node_netstat_Icmp_InMsgs"),
  NETSTAT_ICMP_OUT_MSGS(COUNTER, "node_netstat_Icmp_OutMsgs"),
  NETSTAT_ICMP_IN_ERRORS(COUNTER, "node_netstat_Icmp_InErrors"),
  NETSTAT_TCP_CURR_ESTAB(GAUGE, "node_netstat_Tcp_CurrEstab"),
  NETSTAT_TCP_IN_SEGS(COUNTER, "node_netstat_Tcp_InSegs"),
  NETSTAT_TCP_OUT_SEGS(COUNTER, "node_netstat_Tcp_OutSegs"),
  NETSTAT_TCP_RETRANS_SEGS(COUNTER, "node_netstat_Tcp_RetransSegs"),
  NETSTAT_TCP_ACTIVE_OPENS(COUNTER, "node_netstat_Tcp_ActiveOpens"),
  NETSTAT_TCP_PASSIVE_OPENS(COUNTER, "node_netstat_Tcp_PassiveOpens"),
  NETSTAT_TCP_EXT_LISTEN_DROPS(COUNTER, "node_netstat_TcpExt_ListenDrops"),
  NETSTAT_TCP_EXT_LISTEN_OVERFLOWS(COUNTER, "node_netstat_TcpExt_ListenOverflows"),
  NETSTAT_TCP_IN_ERRS(COUNTER, "node_netstat_Tcp_InErrs"),
  NETSTAT_TCP_OUT_RSTS(COUNTER, "node_netstat_Tcp_OutRsts"),

  // The exporter itself.
  SCRAPE_COLLECTOR_DURATION_SECONDS(GAUGE, "node_scrape_collector_duration_seconds", "collector"),
  SCRAPE_COLLECTOR_SUCCESS(GAUGE, "node_scrape_collector_success", "collector"),
  TEXTFILE_SCRAPE_ERROR(GAUGE, "node_textfile_scrape_error"),
  PROCESS_CPU_SECONDS(COUNTER, "process_cpu_seconds_total"),
  PROCESS_RESIDENT_MEMORY_BYTES(GAUGE, "process_resident_memory_bytes"),
  PROCESS_OPEN_FDS(GAUGE, "process_open_fds"),
  PROCESS_MAX_FDS(GAUGE, "process_max_fds"),
  EXPORTER_BUILD_INFO(GAUGE, "node_exporter_build_info", "version");

  private final Kind kind;
  private final String prometheusName;
  private final List<String> labels;

  NodeMetric(Kind kind, String prometheusName, String... labels) {
    this.kind = kind;
    this.prometheusName = prometheusName;
    this.labels = List.of(labels);
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public List<String> labels() {
    return labels;
  }

  @Override
  public List<String> chosenBy() {
    return Variables.NODE;
  }
}
