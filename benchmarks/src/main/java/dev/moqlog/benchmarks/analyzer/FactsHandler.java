package dev.moqlog.benchmarks.analyzer;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.DamageReport;
import dev.moqlog.analyzer.read.FrameList;
import dev.moqlog.analyzer.read.PacketFields;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.RecoveryFields;
import dev.moqlog.analyzer.read.TraceHeader;
import dev.moqlog.vocabulary.FrameType;
import java.util.Set;

/** Sums up what the analyzer's reader reads. For one thread. */
final class FactsHandler implements QlogHandler {

  private final Facts facts = new Facts();

  Facts facts() {
    return facts;
  }

  @Override
  public void traceStarted(TraceHeader header) {}

  @Override
  public void event(QlogEvent event) {
    facts.events++;
    facts.time(event.timeNanos());
    PacketFields packet = event.packet();
    switch (event.type()) {
      case PACKET_SENT -> {
        facts.packetsSent++;
        facts.packetNumbersSent += present(packet.number());
        facts.packetTypes += PacketKind.of(packet.type()).ordinal();
        facts.bytesSent += present(packet.lengthBytes());
        data(event.frames());
      }
      case PACKET_RECEIVED -> {
        facts.packetsReceived++;
        facts.packetNumbersReceived += present(packet.number());
        acknowledged(event.frames());
      }
      case PACKET_LOST -> {
        facts.packetsLost++;
        facts.packetNumbersLost += present(packet.number());
      }
      case RECOVERY_METRICS_UPDATED -> {
        RecoveryFields recovery = event.recovery();
        if (recovery.latestRttNanos() != ABSENT) {
          facts.rttSamples++;
          facts.rttNanos += recovery.latestRttNanos();
        }
        otherRtt(recovery.smoothedRttNanos());
        otherRtt(recovery.minRttNanos());
        otherRtt(recovery.rttVarianceNanos());
      }
      default -> {}
    }
  }

  private void otherRtt(long nanos) {
    if (nanos != ABSENT) {
      facts.otherRtt(nanos);
    }
  }

  private void data(FrameList frames) {
    for (int i = 0; i < frames.count(); i++) {
      if (frames.type(i) == FrameType.STREAM) {
        facts.streamFrames++;
        facts.streamIds += present(frames.streamId(i));
        facts.streamOffsets += present(frames.offset(i));
        facts.streamBytes += present(frames.lengthBytes(i));
      } else if (frames.type(i) == FrameType.CRYPTO) {
        facts.cryptoFrames++;
        facts.cryptoBytes += present(frames.lengthBytes(i));
      }
    }
  }

  private void acknowledged(FrameList frames) {
    for (int i = 0; i < frames.count(); i++) {
      if (frames.isAck(i)) {
        for (int range = frames.firstRange(i); range < frames.endRange(i); range++) {
          facts.ackRanges++;
          facts.acknowledged += frames.rangeLast(range) - frames.rangeFirst(range) + 1;
        }
      }
    }
  }

  private static long present(long value) {
    return value == ABSENT ? 0 : value;
  }

  @Override
  public void traceEnded(TraceHeader header, Set<Correction> corrections, DamageReport damage) {}

  @Override
  public void traceError(int index, String description) {}
}
