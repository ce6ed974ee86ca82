package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The {@code constants} of a Chrome netlog, which give its events their meaning. */
final class NetlogConstants {

  /** Chrome has some 650 types. */
  private static final int MAX_TYPES = 1 << 16;

  private static final int MAX_ERRORS = 1 << 12;

  private static final int MILLIS_TO_NANOS = 6;

  private NetlogType[] types = new NetlogType[1024];
  private final Map<Long, String> quicErrors = new HashMap<>();
  private boolean typesSeen;
  private long beginPhase = 1;
  private long endPhase = 2;
  private long tickOffsetNanos = Timeline.UNKNOWN;

  /** Reads the constants that the parser stands on. */
  static NetlogConstants read(JsonParser parser) throws IOException {
    NetlogConstants constants = new NetlogConstants();
    LenientJson.members(parser, constants::member);
    return constants;
  }

  /** Whether they are those of a netlog, that is, name the types of events. */
  boolean ofNetlog() {
    return typesSeen;
  }

  /** What events of that type tell, or null for nothing of QUIC. */
  NetlogType type(long id) {
    return id >= 0 && id < types.length ? types[(int) id] : null;
  }

  /** The name of an error of Chrome's QUIC stack, or its number. */
  String quicError(long code) {
    String name = quicErrors.get(code);
    return name == null ? Long.toString(code) : name;
  }

  boolean begins(long phase) {
    return phase == beginPhase;
  }

  boolean ends(long phase) {
    return phase == endPhase;
  }

  /** What the times of events are relative to. */
  Timeline timeline() {
    return new Timeline(Timeline.Style.RELATIVE, false, tickOffsetNanos);
  }

  private void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "logEventTypes" -> {
        typesSeen = LenientJson.isObject(parser);
        LenientJson.members(parser, this::type);
      }
      case "logEventPhase" -> LenientJson.members(parser, this::phase);
      case "quicError" -> LenientJson.members(parser, this::error);
      case "timeTickOffset" -> {
        long offset = LenientJson.scaled(parser, MILLIS_TO_NANOS);
        tickOffsetNanos = offset > 0 ? offset : Timeline.UNKNOWN;
      }
      default -> parser.skipChildren();
    }
  }

  private void type(String name, JsonParser parser) throws IOException {
    long id = LenientJson.unsigned(parser);
    NetlogType type = NetlogType.of(name);
    if (type == null || id < 0 || id >= MAX_TYPES) {
      return;
    }
    if (id >= types.length) {
      types = Arrays.copyOf(types, MAX_TYPES);
    }
    types[(int) id] = type;
  }

  private void phase(String name, JsonParser parser) throws IOException {
    long id = LenientJson.unsigned(parser);
    switch (name) {
      case "PHASE_BEGIN" -> beginPhase = id;
      case "PHASE_END" -> endPhase = id;
      default -> {}
    }
  }

  private void error(String name, JsonParser parser) throws IOException {
    long code = LenientJson.unsigned(parser);
    if (quicErrors.size() < MAX_ERRORS) {
      quicErrors.put(code, Texts.shortened(name));
    }
  }
}
