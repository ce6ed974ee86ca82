package dev.moqlog.analyzer.diagnose;

import static dev.moqlog.analyzer.Qlogs.json;

import dev.moqlog.analyzer.Qlogs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;

/**
 * The log of a sender over a link whose behaviour is known: the ground truth of a diagnosis.
 *
 * <p>The sender keeps a fixed window of packets in flight, sends them in the order of their
 * numbers, declares lost what three later packets overtook, and probes after a timeout that doubles
 * (RFC 9002). The receiver acknowledges every packet at once.
 */
final class SimulatedTransfer {

  private static final int MAX_ACK_RANGE = 1_000;

  /** What the link does to a packet. */
  interface Link {
    /**
     * @return when the packet arrives, in milliseconds after it was sent; negative if never
     */
    double delay(long number, double sentMillis, int bytes);
  }

  private record Event(double time, long order, Runnable action) {}

  private record Flight(double sent, int bytes) {}

  private final Link forward;
  private final int window;
  private final double endMillis;
  private final double baseDelay;
  private final PriorityQueue<Event> agenda =
      new PriorityQueue<>(Comparator.comparingDouble(Event::time).thenComparingLong(Event::order));
  private final List<String> events = new ArrayList<>();
  private final TreeMap<Long, Flight> outstanding = new TreeMap<>();
  private final TreeMap<Long, Flight> declared = new TreeMap<>();
  private double now;
  private long order;
  private long next;
  private long received;
  private long largestAcked = -1;
  private int timeouts;
  private long timer;
  private double nextSendTime;
  private boolean filling;
  private LongToIntFunction packetBytes = number -> 1200;
  private int copies = 1;

  private SimulatedTransfer(Link forward, int window, double baseDelay, double endMillis) {
    this.forward = forward;
    this.window = window;
    this.baseDelay = baseDelay;
    this.endMillis = endMillis;
  }

  /**
   * A transfer.
   *
   * @param window packets in flight
   * @param baseDelay the way back, in milliseconds
   * @param endMillis for how long data is sent
   */
  static SimulatedTransfer over(Link forward, int window, double baseDelay, double endMillis) {
    return new SimulatedTransfer(forward, window, baseDelay, endMillis);
  }

  /** How large packets are, by number. */
  SimulatedTransfer packetBytes(LongToIntFunction bytes) {
    packetBytes = bytes;
    return this;
  }

  /** Each acknowledgment arrives so many times. */
  SimulatedTransfer copies(int times) {
    copies = times;
    return this;
  }

  /** A delay that never changes, and losses by chance. */
  static Link randomLoss(double delay, double ratio, long seed) {
    Random random = new Random(seed);
    return (number, sent, bytes) -> random.nextDouble() < ratio ? -1 : delay;
  }

  /** A bottleneck of a rate, behind a queue of so many bytes that drops what does not fit. */
  static Link bottleneck(double delay, double bytesPerMilli, double queueBytes) {
    double[] free = new double[1];
    return (number, sent, bytes) -> {
      double wait = Math.max(0, free[0] - sent);
      if (wait * bytesPerMilli + bytes > queueBytes) {
        return -1;
      }
      free[0] = Math.max(free[0], sent) + bytes / bytesPerMilli;
      return free[0] - sent + delay;
    };
  }

  /** The log, as a JSON text sequence without the stack's own metrics. */
  String log() {
    at(0, this::fill);
    while (!agenda.isEmpty()) {
      Event event = agenda.remove();
      now = event.time();
      event.action().run();
    }
    List<String> records = new ArrayList<>();
    records.add(Qlogs.HEADER);
    records.addAll(events);
    return Qlogs.sequence(records.toArray(String[]::new));
  }

  private void at(double time, Runnable action) {
    agenda.add(new Event(time, order++, action));
  }

  private void fill() {
    while (now < endMillis && outstanding.size() < window) {
      if (nextSendTime > now) {
        if (!filling) {
          filling = true;
          at(
              nextSendTime,
              () -> {
                filling = false;
                fill();
              });
        }
        return;
      }
      send();
      nextSendTime = now + 0.4;
    }
  }

  private void send() {
    long number = next++;
    int bytes = packetBytes.applyAsInt(number);
    outstanding.put(number, new Flight(now, bytes));
    event(
        "transport:packet_sent",
        "'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':%d},'frames':[{'frame_type':'stream','stream_id':3,'offset':%d,'length':%d}]",
        number,
        bytes,
        number * 1100,
        bytes - 50);
    double delay = forward.delay(number, now, bytes);
    if (delay >= 0) {
      at(now + delay + baseDelay, () -> acknowledged(number));
    }
    long set = ++timer;
    at(now + timeout(), () -> expired(set));
  }

  private double timeout() {
    return (6 * baseDelay + 30) * (1 << Math.min(timeouts, 6));
  }

  private void expired(long set) {
    if (set == timer && !outstanding.isEmpty() && now < endMillis + 20_000) {
      timeouts++;
      send();
    }
  }

  private void acknowledged(long number) {
    long first = Math.max(number, largestAcked - MAX_ACK_RANGE);
    for (int copy = 0; copy < copies; copy++) {
      event(
          "transport:packet_received",
          "'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':40},'frames':[{'frame_type':'ack','ack_delay':0,'acked_ranges':[[%d,%d]]}]",
          received,
          first,
          number);
    }
    received++;
    timeouts = 0;
    if (outstanding.remove(number) == null) {
      declared.remove(number);
    }
    largestAcked = Math.max(largestAcked, number);
    while (!outstanding.isEmpty() && outstanding.firstKey() <= largestAcked - 3) {
      long lost = outstanding.firstKey();
      declared.put(lost, outstanding.remove(lost));
      event(
          "recovery:packet_lost",
          "'header':{'packet_type':'1RTT','packet_number':%d},'trigger':'reordering_threshold'",
          lost);
    }
    fill();
  }

  private void event(String name, String data, Object... values) {
    events.add(
        String.format(Locale.ROOT, "{\"time\":%.3f,\"name\":\"%s\",\"data\":{", now, name)
            + json(String.format(Locale.ROOT, data, values))
            + "}}");
  }
}
