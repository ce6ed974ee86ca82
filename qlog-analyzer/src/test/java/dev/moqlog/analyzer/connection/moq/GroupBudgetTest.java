package dev.moqlog.analyzer.connection.moq;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.MoqDirection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupBudgetTest {

  private static final int TRACKS = 512;

  @Test
  void manyTracksShareWhatTheyKeepOfGroups() {
    MoqTracks tracks = new MoqTracks((before, now) -> {});
    List<TrackMetric> all = new ArrayList<>();
    for (int i = 0; i < TRACKS; i++) {
      all.add(tracks.aliased(MoqDirection.IN, i));
    }
    for (long group = 0; group < TrackMetric.MAX_GROUPS; group++) {
      for (TrackMetric track : all) {
        track.group(group);
      }
    }
    int kept = all.stream().mapToInt(track -> track.groups.size()).sum();
    assertThat(kept).isLessThanOrEqualTo(GroupBudget.MAX_GROUPS);
    assertThat(all).allMatch(track -> track.groupsSeen == TrackMetric.MAX_GROUPS);
    assertThat(all).allMatch(track -> track.groups.size() >= GroupBudget.MIN_OF_TRACK);
  }

  @Test
  void aTrackThatTookOverAnotherLeavesItNoGroups() {
    MoqTracks tracks = new MoqTracks((before, now) -> {});
    TrackMetric unnamed = tracks.aliased(MoqDirection.IN, 7);
    unnamed.group(1);
    TrackMetric named = tracks.named(MoqDirection.IN, "a/b");
    tracks.bind(7, named, true);
    assertThat(unnamed.groups).isEmpty();
    assertThat(named.groups).containsOnlyKeys(1L);
  }
}
