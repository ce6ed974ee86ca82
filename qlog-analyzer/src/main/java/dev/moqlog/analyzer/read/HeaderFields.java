package dev.moqlog.analyzer.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.VantagePoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Collects what a file says about itself and its current trace, member by member. */
final class HeaderFields {

  private static final Set<String> TIME_COLUMNS = Set.of("time", "relative_time", "delta_time");
  private static final Set<String> NAME_COLUMNS = Set.of("event", "event_type", "name", "type");

  /** Versions of the header after 00 may add to it. */
  private static final int LONGEST_PARENT = 128;

  // Of the file.
  private String qlogVersion = "";
  private String fileSchema = "";
  private String fileTitle = "";
  private String fileDescription = "";

  // Of the trace.
  private String traceTitle = "";
  private String traceDescription = "";
  private String vantageName = "";
  private VantagePoint vantagePoint = VantagePoint.UNKNOWN;
  private VantagePoint flow = VantagePoint.UNKNOWN;
  private boolean schemasEmpty;
  private String groupId = "";
  private final List<String> groupIds = new ArrayList<>();
  private String odcid = "";
  private Timeline.Style style;
  private boolean microseconds;
  private String referenceText = "";
  private boolean referenceIsObject;
  private String referenceClock = "";
  private String referenceEpoch = "";
  private String referenceWallClock = "";
  private final List<String> eventFields = new ArrayList<>();
  private boolean commonFieldsSeen;
  private boolean configurationSeen;
  private String errorDescription;
  private Optional<Producer> evidence = Optional.empty();
  private boolean fromOurWriter;
  private String traceParent = "";
  private OptionalDouble samplingProbability = OptionalDouble.empty();

  /** Forgets the trace but not the file. */
  void startTrace() {
    fromOurWriter = false;
    traceParent = "";
    samplingProbability = OptionalDouble.empty();
    traceTitle = "";
    traceDescription = "";
    vantageName = "";
    vantagePoint = VantagePoint.UNKNOWN;
    flow = VantagePoint.UNKNOWN;
    schemasEmpty = false;
    groupId = "";
    groupIds.clear();
    odcid = "";
    style = null;
    microseconds = false;
    referenceText = "";
    referenceIsObject = false;
    referenceClock = "";
    referenceEpoch = "";
    referenceWallClock = "";
    eventFields.clear();
    commonFieldsSeen = false;
    configurationSeen = false;
    errorDescription = null;
    evidence = Optional.empty();
  }

  /** Forgets everything: another file begins. */
  void startFile() {
    startTrace();
    qlogVersion = "";
    fileSchema = "";
    fileTitle = "";
    fileDescription = "";
  }

  /** Whether the members that give events their meaning came already. */
  boolean complete(boolean eventsAreArrays) {
    return eventsAreArrays ? configurationSeen && !eventFields.isEmpty() : commonFieldsSeen;
  }

  /** Whether anything came that only a trace has. */
  boolean seen() {
    return commonFieldsSeen || configurationSeen || !eventFields.isEmpty();
  }

  /** The columns of events that are arrays; empty if they are not known, or damaged. */
  List<String> eventFields() {
    return eventFields;
  }

  /** What a TraceError says, or null for a trace. */
  String errorDescription() {
    return errorDescription;
  }

  /** The group ids that events refer to by index (draft-00 and -01). */
  List<String> groupIds() {
    return groupIds;
  }

  /** An event showed who wrote the log. */
  void evidence(Producer producer) {
    if (evidence.isEmpty()) {
      evidence = Optional.of(producer);
    }
  }

  /** An event says itself where it was recorded (moxygen). */
  void vantagePoint(String type) {
    if (vantagePoint == VantagePoint.UNKNOWN && type != null) {
      vantagePoint = VantagePoint.of(type);
    }
  }

  /** What the form of an event shows about who wrote the log. */
  void evidence(QlogEvent event) {
    if (evidence.isPresent() || !Corrections.needData(event.type)) {
      return;
    }
    if (event.packet.sendAtNanos() != QlogEvent.ABSENT
        || event.recovery.lostPacketsTotal() != QlogEvent.ABSENT) {
      evidence(Producer.QUICHE);
    } else if (event.packet.sizeInHeader && event.type == EventType.PACKET_SENT) {
      if (event.frames.logged() && schemasEmpty) {
        evidence(Producer.NOQ);
      } else if (!event.frames.logged() && event.groupId != null) {
        evidence(Producer.QUINN);
      }
    }
  }

  /** Who wrote the log, as far as is known so far. */
  Optional<Producer> producer() {
    String titles = String.join("\n", fileTitle, traceTitle, fileDescription, traceDescription);
    return Producer.of(vantageName, titles)
        .or(() -> evidence)
        .or(() -> fromOurWriter ? Optional.of(Producer.MOQLOG) : Optional.empty());
  }

  TraceHeader header(int index, boolean missing) {
    return new TraceHeader(
        index,
        qlogVersion.isEmpty() ? fileSchema : qlogVersion,
        vantagePoint,
        flow,
        vantageName,
        groupId,
        odcid,
        producer(),
        timeline(),
        List.copyOf(eventFields),
        traceParent,
        samplingProbability,
        missing);
  }

  Timeline timeline() {
    Timeline.Style effective = style;
    if (effective == null) {
      effective = columnStyle();
    }
    if (effective == null) {
      // Since main-schema-10, where the reference time became an object, relative is the default.
      effective = referenceIsObject ? Timeline.Style.RELATIVE : Timeline.Style.ABSOLUTE;
    }
    long reference = Timeline.UNKNOWN;
    if (referenceIsObject) {
      reference = Timeline.referenceOf(referenceEpoch, referenceWallClock);
    } else if (!referenceText.isEmpty()) {
      reference = Timeline.referenceOf(referenceText, microseconds);
    }
    return new Timeline(effective, microseconds, reference);
  }

  private Timeline.Style columnStyle() {
    for (String column : eventFields) {
      switch (column) {
        case "relative_time" -> {
          return Timeline.Style.RELATIVE;
        }
        case "delta_time" -> {
          return Timeline.Style.DELTA;
        }
        default -> {}
      }
    }
    return null;
  }

  /** A member of the top-level object, the parser standing on its value. */
  void fileMember(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "qlog_version" -> qlogVersion = text(parser);
      case "file_schema" -> fileSchema = text(parser);
      case "title" -> fileTitle = text(parser);
      case "description" -> fileDescription = text(parser);
      case "code_version" -> {
        evidence(Producer.QUIC_GO);
        parser.skipChildren();
      }
      // Of the file in main-schema-09 and -10.
      case "event_schemas" -> eventSchemas(parser);
      case "configuration" -> LenientJson.members(parser, this::configurationMember);
      case "trace" -> LenientJson.members(parser, this::traceMember);
      default -> parser.skipChildren();
    }
  }

  /** A member of the trace object, the parser standing on its value. */
  void traceMember(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "title" -> traceTitle = text(parser);
      case "description" -> traceDescription = text(parser);
      case "error_description" -> errorDescription = text(parser);
      case "vantage_point" -> LenientJson.members(parser, this::vantagePointMember);
      case "configuration" -> {
        configurationSeen = true;
        LenientJson.members(parser, this::configurationMember);
      }
      case "common_fields" -> {
        commonFieldsSeen = true;
        LenientJson.members(parser, this::commonField);
      }
      case "moqlog" -> {
        fromOurWriter = true;
        LenientJson.members(parser, this::writerMember);
      }
      case "event_schemas" -> eventSchemas(parser);
      // Before draft-00, a file was one trace with these members.
      case "connectionid" -> odcid = text(parser);
      case "vantagepoint" -> vantagePoint = VantagePoint.of(text(parser));
      case "starttime" -> {
        style = Timeline.Style.RELATIVE;
        referenceText = text(parser);
      }
      case "event_fields", "fields" -> {
        configurationSeen |= name.equals("fields");
        eventFields.clear();
        for (String column : texts(parser)) {
          eventFields.add(column.toLowerCase(Locale.ROOT));
        }
        if (!eventFields.contains("data")
            || Collections.disjoint(eventFields, TIME_COLUMNS)
            || Collections.disjoint(eventFields, NAME_COLUMNS)) {
          eventFields.clear();
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void eventSchemas(JsonParser parser) throws IOException {
    List<String> schemas = texts(parser);
    schemasEmpty = schemas.isEmpty();
    if (schemas.stream().anyMatch(schema -> schema.contains(":mvfst"))) {
      evidence(Producer.MVFST);
    }
  }

  private void vantagePointMember(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "name" -> vantageName = text(parser);
      case "type" -> vantagePoint = VantagePoint.of(text(parser));
      case "flow" -> flow = VantagePoint.of(text(parser));
      default -> parser.skipChildren();
    }
  }

  private void configurationMember(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "time_units" -> microseconds = text(parser).equals("us");
      case "code_version" -> {
        evidence(Producer.QUIC_GO);
        parser.skipChildren();
      }
      default -> parser.skipChildren();
    }
  }

  private void commonField(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "group_id" -> {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
          groupIds.clear();
          groupIds.addAll(texts(parser));
        } else {
          groupId = text(parser);
        }
      }
      case "ODCID", "odcid" -> odcid = text(parser);
      case "traceparent" -> {
        String parent = text(parser);
        traceParent = parent.length() <= LONGEST_PARENT ? parent : "";
      }
      case "time_format" -> style = Timeline.Style.of(text(parser));
      case "reference_time" -> {
        referenceIsObject = parser.currentToken() == JsonToken.START_OBJECT;
        if (referenceIsObject) {
          LenientJson.members(parser, this::referenceMember);
          if (referenceClock.isEmpty() && referenceEpoch.isEmpty()) {
            // Both are required and have defaults; only noq leaves them empty.
            evidence(Producer.NOQ);
          }
        } else {
          referenceText = text(parser);
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void writerMember(String name, JsonParser parser) throws IOException {
    if (name.equals("sampling_probability") && parser.currentToken().isNumeric()) {
      double probability = parser.getDoubleValue();
      if (probability > 0 && probability <= 1) {
        samplingProbability = OptionalDouble.of(probability);
      }
    } else {
      parser.skipChildren();
    }
  }

  private void referenceMember(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "clock_type" -> referenceClock = text(parser);
      case "epoch" -> referenceEpoch = text(parser);
      case "wall_clock_time" -> referenceWallClock = text(parser);
      default -> parser.skipChildren();
    }
  }

  private static String text(JsonParser parser) throws IOException {
    String text = LenientJson.text(parser);
    return text == null ? "" : text;
  }

  private static List<String> texts(JsonParser parser) throws IOException {
    List<String> texts = new ArrayList<>();
    if (!LenientJson.isArray(parser)) {
      parser.skipChildren();
      return texts;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text(parser));
    }
    return texts;
  }
}
