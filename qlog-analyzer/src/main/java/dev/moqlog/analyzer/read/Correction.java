package dev.moqlog.analyzer.read;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A known mistake of a producer that was put right. Each is applied only once the log itself proves
 * it, never for the name of a stack alone.
 */
public enum Correction {
  /**
   * RTTs are in seconds instead of milliseconds (quinn 0.11): a log without frames gives the
   * initial RTT of 333 ms and half of it as its variance, both a thousand times too small.
   */
  RTT_IN_SECONDS("rtt_in_seconds"),

  /**
   * The last number of an acknowledged range is the one behind it (noq): the log acknowledges a
   * packet that was not yet sent.
   */
  ACK_RANGE_ENDS_EXCLUSIVE("ack_range_ends_exclusive"),

  /**
   * The group id of a client's connection changes to the server's connection id during the
   * handshake (quinn 0.11, a log without frames); all events keep the first one.
   */
  GROUP_ID_CHANGED("group_id_changed"),

  /**
   * Times are a count of nanoseconds in a text (moxygen's MoQ log with libstdc++): a log without a
   * header whose every event has a {@code vantagePoint}.
   */
  TIME_IN_NANOSECONDS("time_in_nanoseconds"),

  /** As {@link #TIME_IN_NANOSECONDS}, with libc++, where events are only a few ticks apart. */
  TIME_IN_MICROSECONDS("time_in_microseconds"),

  /**
   * The stream id of MoQ data streams is always 0 (moq-rs): stream 0 has a second subgroup header,
   * which no stream has. Subgroups are told apart by their ids.
   */
  MOQ_STREAM_ID_PLACEHOLDER("moq_stream_id_placeholder"),

  /**
   * The subgroup id of MoQ objects is a copy of the group id (imquic): the header of the stream
   * gives another one.
   */
  MOQ_SUBGROUP_ID_COPIED("moq_subgroup_id_copied"),

  /**
   * The delay of acknowledgments is the number on the wire, not multiplied by 2 to the power of
   * {@code ack_delay_exponent} (quiche, tquic; noq even takes that number for milliseconds): the
   * log's own acknowledgments say so, whose delay it also shows by its times.
   */
  ACK_DELAY_UNSCALED("ack_delay_unscaled"),

  /**
   * Every packet is declared lost by {@code reordering_threshold}, whatever the cause (quinn 0.11):
   * the log is known by its RTTs in seconds, or declares a packet lost so though no packet with a
   * number three higher was sent. The trigger is taken for unknown.
   */
  LOSS_TRIGGER_CONSTANT("loss_trigger_constant"),

  /**
   * The vantage point is {@code server} although the log is a client's (kwik): it begins by sending
   * the first Initial packet.
   */
  CLIENT_CALLED_SERVER("client_called_server");

  /** All there are. */
  public static final Set<Correction> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(Correction.class));

  private final String label;

  Correction(String label) {
    this.label = label;
  }

  /** The name in machine-readable output. */
  public String label() {
    return label;
  }

  /** The correction of that name, if there is one. */
  public static Optional<Correction> of(String label) {
    return ALL.stream().filter(correction -> correction.label.equals(label)).findFirst();
  }
}
