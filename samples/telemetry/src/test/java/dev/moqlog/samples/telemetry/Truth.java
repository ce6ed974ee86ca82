package dev.moqlog.samples.telemetry;

import dev.moqlog.samples.telemetry.moq.ControlMessage;
import dev.moqlog.samples.telemetry.moq.MediaObject;
import dev.moqlog.samples.telemetry.moq.MediaTrack;
import dev.moqlog.samples.telemetry.moq.RelaySession;
import dev.moqlog.samples.telemetry.moq.SessionListener;
import dev.moqlog.samples.telemetry.moq.SubgroupHeader;
import dev.moqlog.samples.telemetry.net.Congestion;
import dev.moqlog.samples.telemetry.net.ConnectionEnd;
import dev.moqlog.samples.telemetry.net.RttEstimate;
import dev.moqlog.vocabulary.ControlMessageType;
import java.util.HashSet;
import java.util.Set;

/** What the simulation did to a connection, counted apart from all telemetry. */
final class Truth implements SessionListener {

  final RelaySession session;
  long rttSamples;
  long rttSumNanos;
  long objectsSent;
  long objectsReceived;
  long payloadSent;
  long payloadReceived;
  final Set<String> groups = new HashSet<>();
  long groupsReceived;
  long subscriptions;
  long upstreamSubscriptions;
  long granted;
  long refusals;
  long cacheHits;
  long upstreamSaved;
  long droppedObjects;
  long resetStreams;
  ConnectionEnd end;

  Truth(RelaySession session) {
    this.session = session;
  }

  @Override
  public void sampled(RttEstimate rtt, Congestion congestion, long bytesInFlight) {
    rttSamples++;
    rttSumNanos += rtt.latest();
  }

  @Override
  public void objectCreated(long streamId, MediaObject object) {
    objectsSent++;
    payloadSent += object.bytes();
  }

  @Override
  public void objectParsed(long streamId, MediaObject object) {
    objectsReceived++;
    payloadReceived += object.bytes();
  }

  @Override
  public void headerCreated(long streamId, SubgroupHeader header) {
    groups.add(header.track().name() + header.group());
  }

  @Override
  public void headerParsed(long streamId, SubgroupHeader header) {
    groupsReceived++;
  }

  @Override
  public void controlParsed(long streamId, ControlMessage message) {
    subscriptions += message.type() == ControlMessageType.SUBSCRIBE ? 1 : 0;
  }

  @Override
  public void controlCreated(long streamId, ControlMessage message) {
    upstreamSubscriptions += message.type() == ControlMessageType.SUBSCRIBE ? 1 : 0;
  }

  @Override
  public void subscribed(long requestId, MediaTrack track, boolean saved, boolean fromCache) {
    granted++;
    cacheHits += fromCache ? 1 : 0;
    upstreamSaved += saved ? 1 : 0;
  }

  @Override
  public void refused(long requestId, String trackName, String reason) {
    refusals++;
  }

  @Override
  public void dropped(MediaTrack track, int objects) {
    droppedObjects += objects;
    resetStreams++;
  }

  @Override
  public void closed(ConnectionEnd how) {
    end = how;
  }
}
