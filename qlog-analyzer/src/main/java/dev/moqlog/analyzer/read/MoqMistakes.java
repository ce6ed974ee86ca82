package dev.moqlog.analyzer.read;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts right what stacks are known to get wrong in MoQ events: {@link
 * Correction#MOQ_STREAM_ID_PLACEHOLDER} and {@link Correction#MOQ_SUBGROUP_ID_COPIED}.
 */
final class MoqMistakes {

  private static final int MAX_STREAMS = 4096;

  private record Stream(String connection, boolean created, long id) {}

  private record Header(long trackAlias, long groupId, long subgroupId) {}

  private final Map<Stream, Header> headers =
      new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Stream, Header> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  private final boolean correctStreamIds;
  private final boolean correctSubgroupIds;
  private boolean placeholder;
  private boolean copied;

  /**
   * @param correctStreamIds whether to put placeholders of stream ids right
   * @param correctSubgroupIds whether to put copied subgroup ids right
   */
  MoqMistakes(boolean correctStreamIds, boolean correctSubgroupIds) {
    this.correctStreamIds = correctStreamIds;
    this.correctSubgroupIds = correctSubgroupIds;
  }

  boolean correctsStreamIds() {
    return placeholder;
  }

  boolean correctsSubgroupIds() {
    return copied;
  }

  void correct(QlogEvent event) {
    switch (event.type) {
      case SUBGROUP_HEADER_CREATED -> header(event, true);
      case SUBGROUP_HEADER_PARSED -> header(event, false);
      case SUBGROUP_OBJECT_CREATED -> object(event, true);
      case SUBGROUP_OBJECT_PARSED -> object(event, false);
      default -> {}
    }
  }

  /** A stream has one subgroup: so stream 0 with a second one, and bidirectional, is no stream. */
  private void header(QlogEvent event, boolean created) {
    MoqFields moq = event.moq;
    if (moq.streamId == ABSENT) {
      return;
    }
    Header header = new Header(moq.trackAlias, moq.groupId, moq.subgroupId);
    Header before = headers.put(new Stream(event.groupId, created, moq.streamId), header);
    placeholder |=
        correctStreamIds && moq.streamId == 0 && before != null && !before.equals(header);
    withoutPlaceholder(moq);
  }

  private void object(QlogEvent event, boolean created) {
    MoqFields moq = event.moq;
    if (correctSubgroupIds
        && moq.subgroupId != ABSENT
        && moq.subgroupId == moq.groupId
        && moq.streamId != ABSENT) {
      Header header = headers.get(new Stream(event.groupId, created, moq.streamId));
      if (header != null
          && header.groupId == moq.groupId
          && header.subgroupId != ABSENT
          && header.subgroupId != moq.subgroupId
          && !(placeholder && moq.streamId == 0)) {
        copied = true;
        moq.subgroupId = header.subgroupId;
      }
    }
    withoutPlaceholder(moq);
  }

  private void withoutPlaceholder(MoqFields moq) {
    if (placeholder && moq.streamId == 0) {
      moq.streamId = ABSENT;
    }
  }
}
