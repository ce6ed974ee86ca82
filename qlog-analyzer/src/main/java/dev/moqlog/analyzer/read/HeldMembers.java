package dev.moqlog.analyzer.read;

import java.util.ArrayList;
import java.util.List;

/**
 * The members of a top-level object that are held back until it shows whether it is contained JSON
 * or a record of a sequence. Their bytes must stay in the window as long.
 */
final class HeldMembers {

  private record Member(boolean ofTrace, String name, long from, long to) {}

  /** An object with more members than this is no record. */
  private static final int MAX_MEMBERS = 1024;

  private final ByteWindow window;
  private final RecordHandler handler;
  private final List<Member> members = new ArrayList<>();

  HeldMembers(ByteWindow window, RecordHandler handler) {
    this.window = window;
    this.handler = handler;
  }

  /** Holds a member of the file, or of its trace, by the offsets of its value. */
  void hold(boolean ofTrace, String name, long from, long to) {
    members.add(new Member(ofTrace, name, from, to));
  }

  /** Whether no more may be held. */
  boolean full() {
    return members.size() == MAX_MEMBERS;
  }

  /** Hands over the members held for the file, or for its trace. */
  void deliver(boolean ofTrace) {
    for (Member member : members) {
      if (member.ofTrace == ofTrace) {
        deliver(ofTrace, member.name, member.from, member.to);
      }
    }
  }

  /** Hands over the members held for the file as members of its only trace. */
  void deliverAsTrace() {
    for (Member member : members) {
      deliver(true, member.name, member.from, member.to);
    }
  }

  /** Hands over a member at once. */
  void deliver(boolean ofTrace, String name, long from, long to) {
    byte[] buffer = window.buffer();
    if (ofTrace) {
      handler.traceMember(name, buffer, window.index(from), window.index(to), from);
    } else {
      handler.fileMember(name, buffer, window.index(from), window.index(to), from);
    }
  }

  /** Forgets what is held. */
  void clear() {
    members.clear();
  }
}
