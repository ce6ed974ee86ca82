package dev.moqlog.analyzer.summary;

import java.util.List;

/**
 * Packets that arrived but could not be used ({@code packet_dropped}), and packets that had to wait
 * ({@code packet_buffered}).
 *
 * @param reasons the packets dropped by reason, most first
 * @param buffered packets that waited, for keys in most cases
 */
public record DropSummary(List<Reason> reasons, long buffered) {

  /**
   * Packets dropped for one reason.
   *
   * @param reason the trigger of the event by its current name, {@code unspecified} without one
   * @param packets how many
   * @param bytes their bytes, as far as lengths were logged
   */
  public record Reason(String reason, long packets, long bytes) {}
}
