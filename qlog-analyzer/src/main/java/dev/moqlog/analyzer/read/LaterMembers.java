package dev.moqlog.analyzer.read;

/** Takes only the members of a trace from a look ahead over its events. */
final class LaterMembers implements RecordHandler {

  private final RecordHandler handler;

  LaterMembers(RecordHandler handler) {
    this.handler = handler;
  }

  @Override
  public void traceMember(String name, byte[] buffer, int from, int to, long offset) {
    handler.traceMember(name, buffer, from, to, offset);
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
  public String record(byte[] buffer, int from, int to, long offset) {
    return null;
  }

  @Override
  public void damage(Damage damage) {}

  @Override
  public void cut() {}
}
