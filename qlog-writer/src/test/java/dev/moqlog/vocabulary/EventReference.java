package dev.moqlog.vocabulary;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders the catalogue as the page {@code docs/events.md}. */
final class EventReference {

  private static final String HEAD =
      """
      # Events

      Every event that the writer knows, with the name it has in the current drafts (profile `ietf`) and, where
      that differs, in qlog 0.3 (profile `qvis`, the default), its importance, and its fields. What is marked is
      written only as far as the recorder's settings allow: *address*, *identifier* (connection ids), *name* (what
      people named or wrote); **secret** and **payload** never are.

      Sources: draft-ietf-quic-qlog-quic-events-13, draft-ietf-quic-qlog-main-schema-14,
      draft-pardue-moq-qlog-moq-events-07. The events of the namespace `moqlog` are the writer's own.

      """;

  private EventReference() {}

  static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    page.append("| event | in qlog 0.3 | importance | fields |\n|---|---|---|---|\n");
    for (EventType event : EventType.values()) {
      if (event != EventType.OTHER) {
        String older = event.qlogName(Profile.QVIS);
        row(
            page,
            code(event.qlogName()),
            older.equals(event.qlogName()) ? "" : code(older),
            event.importance().name().toLowerCase(Locale.ROOT),
            fields(event.fields()));
      }
    }
    page.append("\n## Frames\n\n| frame | fields |\n|---|---|\n");
    for (FrameType frame : FrameType.values()) {
      row(page, code(frame.qlogName()), fields(frame.fields()));
    }
    page.append("\n## MoQ control messages\n\n| message | fields |\n|---|---|\n");
    for (ControlMessageType message : ControlMessageType.values()) {
      row(page, code(message.qlogName()), fields(message.fields()));
    }
    page.append("\n## Objects within\n\n| member | fields |\n|---|---|\n");
    for (Structure structure : Structure.values()) {
      row(page, structure.usedFor(), fields(structure.fields()));
    }
    page.append(
        "\n## Fields\n\n| field | in qlog 0.3 | value | may give away |\n|---|---|---|---|\n");
    for (Field field : used()) {
      String name = field.qlogName(Profile.IETF);
      String older = field.qlogName(Profile.QVIS);
      row(
          page,
          name == null ? "-" : code(name),
          older == null ? "-" : older.equals(name) ? "" : code(older),
          field.kind().label(),
          field.privacy() == Privacy.PUBLIC ? "" : lower(field.privacy()));
    }
    return page.toString();
  }

  private static Set<Field> used() {
    Set<Field> used = EnumSet.noneOf(Field.class);
    for (EventType event : EventType.values()) {
      used.addAll(event.fields());
    }
    for (FrameType frame : FrameType.values()) {
      used.addAll(frame.fields());
    }
    for (ControlMessageType message : ControlMessageType.values()) {
      used.addAll(message.fields());
    }
    for (Structure structure : Structure.values()) {
      used.addAll(structure.fields());
    }
    used.add(Field.FRAME_TYPE);
    used.add(Field.MESSAGE_TYPE);
    return used;
  }

  private static String fields(List<Field> fields) {
    return fields.stream().map(EventReference::field).collect(Collectors.joining(", "));
  }

  private static String field(Field field) {
    String name = field.qlogName(Profile.IETF);
    String shown = name != null ? code(name) : code(field.qlogName(Profile.QVIS)) + " (0.3)";
    return switch (field.privacy()) {
      case PUBLIC -> shown;
      case SECRET, PAYLOAD -> shown + " **" + lower(field.privacy()) + "**";
      default -> shown + " *" + lower(field.privacy()) + "*";
    };
  }

  private static String lower(Privacy privacy) {
    return privacy.name().toLowerCase(Locale.ROOT);
  }

  private static String code(String text) {
    return '`' + text + '`';
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }
}
