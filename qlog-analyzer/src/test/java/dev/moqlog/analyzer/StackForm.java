package dev.moqlog.analyzer;

import dev.moqlog.analyzer.summary.Source;
import dev.moqlog.vocabulary.VantagePoint;

/** A stack's log of the exchange, and what it can tell of it. */
record StackForm(
    String name,
    String text,
    String producer,
    VantagePoint vantagePoint,
    String version,
    long declared,
    boolean frames,
    Source rtt) {

  StackForm(String name, String producer, VantagePoint vantagePoint, String version, String text) {
    this(name, Qlogs.json(text), producer, vantagePoint, version, 1, true, Source.LOGGED);
  }

  StackForm withoutLossEvents() {
    return new StackForm(name, text, producer, vantagePoint, version, 0, frames, rtt);
  }

  StackForm withoutFrames() {
    return new StackForm(name, text, producer, vantagePoint, version, declared, false, rtt);
  }

  StackForm withoutRtt() {
    return new StackForm(
        name, text, producer, vantagePoint, version, declared, frames, Source.INFERRED);
  }

  @Override
  public String toString() {
    return name;
  }

  // Parts of logs.

  static String sequence(String... records) {
    return Qlogs.sequence(records);
  }

  static String lines(String... records) {
    return String.join("\n", records) + "\n";
  }

  static final String URI = "urn:ietf:params:qlog:file:sequential";
  static final String CONTAINED_URI = "urn:ietf:params:qlog:file:contained";

  /** Events with a name in one string, as most write them since draft-02. */
  static String event(double time, String name, String data) {
    return "{'time':%s,'name':'%s','data':{%s}}".formatted(time, name, data);
  }

  /** The exchange with the names of 0.3 and sizes in raw. */
  static String[] with(String header, double origin) {
    return new String[] {
      header,
      sent03(origin + 10, 0),
      sent03(origin + 10, 1),
      event(
          origin + 60,
          "transport:packet_received",
          "'header':{'packet_type':'1RTT','packet_number':0},'raw':{'length':30},"
              + "'frames':[{'frame_type':'ack','ack_delay':0,'acked_ranges':[[0]]}]"),
      event(origin + 60, "recovery:metrics_updated", "'latest_rtt':50,'smoothed_rtt':50"),
      event(
          origin + 60,
          "recovery:packet_lost",
          "'header':{'packet_type':'1RTT','packet_number':1},'trigger':'reordering_threshold'")
    };
  }

  static String sent03(double time, long number) {
    return event(
        time,
        "transport:packet_sent",
        "'header':{'packet_type':'1RTT','packet_number':%d},'raw':{'length':130},'frames':[%s]"
            .formatted(number, Qlogs.stream(0, number * 100, 100)));
  }
}
