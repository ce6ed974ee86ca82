package dev.moqlog.samples.telemetry.moq;

import java.util.ArrayList;
import java.util.List;

/** A track as the relay has it: who wants it, and the objects of its current group. */
final class RelayedTrack {

  private final MediaTrack track;
  private final RelaySession publisher;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<MediaObject> group = new ArrayList<>();
  private boolean requested;

  RelayedTrack(MediaTrack track, RelaySession publisher) {
    this.track = track;
    this.publisher = publisher;
  }

  MediaTrack track() {
    return track;
  }

  boolean isRequested() {
    return requested;
  }

  boolean hasGroup() {
    return !group.isEmpty();
  }

  /** Serves a viewer from now on, beginning with what there is of the current group. */
  void add(Subscription subscription) {
    subscriptions.add(subscription);
    if (!requested) {
      requested = true;
      publisher.request(track);
    }
    List.copyOf(group).forEach(subscription::send);
  }

  void remove(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  void publish(MediaObject object) {
    if (object.id() == 0) {
      group.clear();
      int viewers = subscriptions.size();
      publisher.tell(listener -> listener.fannedOut(track, viewers));
    }
    group.add(object);
    List.copyOf(subscriptions).forEach(subscription -> subscription.send(object));
  }

  void end() {
    List.copyOf(subscriptions).forEach(subscription -> subscription.session().done(subscription));
  }
}
