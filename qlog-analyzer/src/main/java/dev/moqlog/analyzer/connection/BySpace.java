package dev.moqlog.analyzer.connection;

import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.vocabulary.PacketNumberSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * One of something for each packet number space and, for application data, path of multipath QUIC.
 * Not safe for several threads.
 *
 * @param <T> what there is one of
 */
final class BySpace<T> {

  private static final PacketNumberSpace[] SPACES = PacketNumberSpace.values();

  /**
   * Makes the one of a space when it is asked for first.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  interface Maker<T> {
    T make(PacketNumberSpace space, long pathId);
  }

  private final Maker<T> maker;

  /** By path and then by space; null where there is none yet. */
  private final List<T> members = new ArrayList<>(0);

  private List<T> all = List.of();

  BySpace(Maker<T> maker) {
    this.maker = maker;
  }

  /** The one of the space that a packet is in, which must have one. */
  T of(PacketFields packet) {
    return of(packet.space(), packet.pathId());
  }

  /**
   * The one of a space.
   *
   * @param pathId its path if it is of application data; beyond {@link LossMetric#MAX_PATHS}, all
   *     share the last
   */
  T of(PacketNumberSpace space, long pathId) {
    int path =
        space == PacketNumberSpace.APPLICATION_DATA
            ? (int) Math.max(0, Math.min(pathId, LossMetric.MAX_PATHS - 1))
            : 0;
    int at = path * SPACES.length + space.ordinal();
    T member = at < members.size() ? members.get(at) : null;
    return member != null ? member : make(at, space, path);
  }

  private T make(int at, PacketNumberSpace space, int path) {
    while (members.size() <= at) {
      members.add(null);
    }
    T member = maker.make(space, path);
    members.set(at, member);
    List<T> made = new ArrayList<>(all.size() + 1);
    for (T one : members) {
      if (one != null) {
        made.add(one);
      }
    }
    all = made;
    return member;
  }

  /** All there are, by path and then by space. */
  List<T> all() {
    return all;
  }
}
