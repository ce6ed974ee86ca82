package dev.moqlog.analyzer.read;

import dev.moqlog.analyzer.source.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Looks ahead over the events of a trace for the members behind them. */
final class LaterMembers implements RecordHandler {

  private final RecordHandler handler;

  private LaterMembers(RecordHandler handler) {
    this.handler = handler;
  }

  /**
   * Hands the members behind the events to a handler, before it gets the events.
   *
   * @param content is read a second time from where the window ends
   * @param window what of the content is loaded
   * @param offset within the events and the window
   */
  static void lookAhead(
      Content content, ByteWindow window, long offset, long maxRecordBytes, RecordHandler handler) {
    try (InputStream rest = new SequenceInputStream(window.loadedFrom(offset), content.fork())) {
      ContainerReader.readRestOfTrace(rest, offset, maxRecordBytes, new LaterMembers(handler));
    } catch (IOException e) {
      String reason =
          "the members behind these events are not known in time, since the content cannot be read"
              + " twice: "
              + e;
      handler.damage(new Damage(offset, 0, false, reason));
    }
  }

  @Override
  public void traceMember(String name, byte[] buffer, int from, int to, long offset) {
    handler.traceMember(name, buffer, from, to, offset);
  }

  @Override
  public boolean readsInPlace() {
    return handler.readsInPlace();
  }

  @Override
  public boolean eventsAreArrays() {
    return handler.eventsAreArrays();
  }

  @Override
  public boolean isEvent(byte[] buffer, int from, int to) {
    return handler.isEvent(buffer, from, to);
  }

  @Override
  public boolean needsLaterMembers(boolean eventsAreArrays) {
    return false;
  }

  @Override
  public boolean recognized() {
    return true;
  }

  @Override
  public void fileMember(String name, byte[] buffer, int from, int to, long offset) {}

  @Override
  public void traceStarted() {}

  @Override
  public void traceEnded() {}

  @Override
  public String event(byte[] buffer, int from, int to, long offset) {
    return null;
  }

  @Override
  public boolean event(ByteCursor cursor, byte[] buffer, int from, long offset, boolean topLevel) {
    cursor.skip();
    return !cursor.failed();
  }

  @Override
  public EventBlock.Decoder blockDecoder(boolean topLevel) {
    return null;
  }

  @Override
  public void take(QlogEvent event) {}

  @Override
  public String record(byte[] buffer, int from, int to, long offset) {
    return null;
  }

  @Override
  public void damage(Damage damage) {}

  @Override
  public void cut() {}
}
