package dev.moqlog.cli.render;

import dev.moqlog.analyzer.summary.CloseSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.Source;

/** How the connection ended. */
final class CloseGroup {

  private CloseGroup() {}

  static void add(CardLines card, ConnectionSummary connection) {
    connection
        .close()
        .ifPresent(
            close -> {
              card.group();
              card.wrapped("close", text(connection, close));
            });
  }

  private static String text(ConnectionSummary connection, CloseSummary close) {
    StringBuilder text = new StringBuilder(kind(close.kind()));
    switch (close.initiator()) {
      case LOCAL -> text.append(", by this side");
      case REMOTE -> text.append(", by the peer");
      case UNKNOWN -> {}
    }
    close.timeNanos().ifPresent(nanos -> text.append(", at ").append(Times.at(connection, nanos)));
    close.offset().ifPresent(offset -> text.append(" (byte ").append(offset).append(')'));
    if (close.source() == Source.INFERRED && close.kind() != CloseSummary.Kind.LOG_ENDED) {
      text.append(", inferred");
    }
    close.error().ifPresent(error -> text.append(": ").append(error));
    close
        .errorCode()
        .ifPresent(
            code ->
                text.append(close.error().isPresent() ? " (0x" : ": 0x")
                    .append(Long.toHexString(code))
                    .append(close.error().isPresent() ? ")" : ""));
    close
        .reason()
        .filter(reason -> !reason.isBlank())
        .ifPresent(reason -> text.append(" \"").append(reason).append('"'));
    return text.toString();
  }

  private static String kind(CloseSummary.Kind kind) {
    return switch (kind) {
      case LOG_ENDED -> "none: the log ends before the connection does";
      case UNKNOWN -> "closed, the log does not tell why";
      default -> kind.label().replace('_', ' ');
    };
  }
}
