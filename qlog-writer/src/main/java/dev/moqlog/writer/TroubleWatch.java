package dev.moqlog.writer;

import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.Profile;
import java.util.Map;

/**
 * Looks at the events of one connection for signs that it has turned bad. Threads that record for
 * one connection at once may make it miss a sign or see one twice; neither does harm.
 */
final class TroubleWatch {

  /** So many packets make a ratio of loss worth a thought. */
  private static final int LOSS_WINDOW_PACKETS = 500;

  private static final int LEAST_PACKETS = 100;

  private final FlightRecorder rules;
  private long sentPackets;
  private long lostPackets;
  private long lowestRttNanos = Long.MAX_VALUE;
  private long objectNanos;
  private boolean hasObject;
  private long blockedNanos;
  private boolean isBlocked;

  TroubleWatch(FlightRecorder rules) {
    this.rules = rules;
  }

  /** An event that was recorded as an object, in the names of either profile. */
  String record(EventType type, Map<String, ?> data) {
    return switch (type) {
      case PACKET_SENT, PACKET_LOST -> packet(type);
      case RECOVERY_METRICS_UPDATED ->
          metrics(
              nanos(value(data, Field.LATEST_RTT)),
              nanos(value(data, Field.MIN_RTT)),
              (long) number(value(data, Field.PTO_COUNT)));
      case CONNECTION_CLOSED -> {
        Object ofApplication = value(data, Field.APPLICATION_ERROR);
        boolean byApplication = ofApplication != null;
        Object named = byApplication ? ofApplication : value(data, Field.CONNECTION_ERROR);
        Object code = value(data, Field.CLOSE_CODE) instanceof Number number ? number : named;
        Object trigger = value(data, Field.TRIGGER);
        yield closed(byApplication, code(code), trigger == null ? null : trigger.toString());
      }
      default -> null;
    };
  }

  /** A member under the name it has in either profile, or null. */
  private static Object value(Map<String, ?> data, Field field) {
    for (Profile profile : Profile.values()) {
      String name = field.qlogName(profile);
      Object value = name == null ? null : data.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : -1;
  }

  private static long nanos(Object millis) {
    return millis instanceof Number number ? Math.round(number.doubleValue() * 1e6) : -1;
  }

  /** Of an error that has a name it matters only whether it is one. */
  private static long code(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    return value == null || value.equals("no_error") ? 0 : 1;
  }

  String packet(EventType type) {
    if (type == EventType.PACKET_SENT) {
      if (++sentPackets >= LOSS_WINDOW_PACKETS) {
        // Half of the past fades, so that the ratio is that of the last packets.
        sentPackets /= 2;
        lostPackets /= 2;
      }
    } else if (type == EventType.PACKET_LOST) {
      lostPackets++;
      if (sentPackets >= LEAST_PACKETS && lostPackets > sentPackets * rules.lossRatio()) {
        return "loss";
      }
    }
    return null;
  }

  String metrics(long latestRttNanos, long minRttNanos, long ptoCount) {
    if (ptoCount >= rules.ptoCount()) {
      return "pto";
    }
    long lowest = minRttNanos > 0 ? minRttNanos : latestRttNanos;
    if (lowest > 0) {
      lowestRttNanos = Math.min(lowestRttNanos, lowest);
    }
    if (latestRttNanos > 0
        && latestRttNanos - lowestRttNanos >= rules.leastRttRiseNanos()
        && latestRttNanos > lowestRttNanos * rules.rttInflation()) {
      return "rtt";
    }
    return null;
  }

  String closed(boolean byApplication, long errorCode, CharSequence trigger) {
    if (errorCode != 0) {
      return byApplication ? "application_error" : "transport_error";
    }
    if (trigger == null) {
      return null;
    }
    String word = trigger.toString();
    return switch (word) {
      case "error", "version_mismatch", "stateless_reset", "aborted", "handshake_timeout" -> word;
      // A connection that has done its work and falls silent also ends by a timeout.
      case "idle_timeout" -> sentPackets < LEAST_PACKETS ? null : word;
      default -> null;
    };
  }

  String object(long nanos) {
    boolean late = hasObject && nanos - objectNanos > rules.stallNanos();
    hasObject = true;
    objectNanos = nanos;
    return late ? "moq_stall" : null;
  }

  String controlMessage(ControlMessageType type) {
    return type == ControlMessageType.REQUEST_ERROR ? "moq_request_error" : null;
  }

  String blocked(long nanos, boolean blocked) {
    boolean longer = !blocked && isBlocked && nanos - blockedNanos > rules.stallNanos();
    if (blocked && !isBlocked) {
      blockedNanos = nanos;
    }
    isBlocked = blocked;
    return longer ? "blocked" : null;
  }
}
