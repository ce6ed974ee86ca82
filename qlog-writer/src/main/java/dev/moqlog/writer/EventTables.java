package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Privacy;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.writer.json.JsonBuffer;
import java.util.EnumMap;
import java.util.Map;

/**
 * The names of the catalogue as bytes, in one profile, and the pieces of the most frequent events
 * that never change. Immutable.
 */
final class EventTables {

  private static final Map<Profile, EventTables> TABLES = new EnumMap<>(Profile.class);

  static {
    for (Profile profile : Profile.values()) {
      TABLES.put(profile, new EventTables(profile));
    }
  }

  private final byte[][] keys = new byte[Field.values().length][];
  private final byte[][] starts = new byte[EventType.values().length][];
  private final byte[][][] packetStarts = new byte[EventType.values().length][][];
  private final byte[][] frames = new byte[FrameType.values().length][];
  private final boolean[][] has = new boolean[EventType.values().length][];

  /** Whether stream, crypto and datagram frames have a length of their own beside the raw one. */
  final boolean frameLength;

  final byte[] packetNumber;
  final byte[] offset;
  final byte[] frameLengthKey;
  final byte[] frameRaw;
  final byte[] fin;
  final byte[] ackedRanges;

  // By the part of a packet's text that they follow.
  final byte[][] frameOpening = new byte[PacketPart.COUNT][];
  final byte[][] streamFrame = new byte[PacketPart.COUNT][];
  final byte[][] cryptoFrame = new byte[PacketPart.COUNT][];
  final byte[][] ackFrame = new byte[PacketPart.COUNT][];
  final byte[][] end = new byte[PacketPart.COUNT][];
  final byte[][] endAndLength = new byte[PacketPart.COUNT][];

  private EventTables(Profile profile) {
    for (Field field : Field.values()) {
      String name = field.qlogName(profile);
      keys[field.ordinal()] = name == null ? null : JsonBuffer.encodedKey(name);
    }
    for (EventType event : EventType.values()) {
      String start = "\"name\":\"" + event.qlogName(profile) + "\",\"data\":{";
      starts[event.ordinal()] = JsonBuffer.ascii(start);
      has[event.ordinal()] = new boolean[Field.values().length];
      event.fields().forEach(field -> has[event.ordinal()][field.ordinal()] = true);
      if (event.fields().contains(Field.HEADER)) {
        packetStarts[event.ordinal()] = packetStarts(start, profile);
      }
    }
    for (FrameType frame : FrameType.values()) {
      frames[frame.ordinal()] =
          JsonBuffer.ascii('{' + name(Field.FRAME_TYPE, profile) + '"' + frame.qlogName() + '"');
    }
    frameLength = Field.FRAME_LENGTH.qlogName(profile) != null;
    packetNumber = piece(Field.PACKET_NUMBER, profile);
    String length = ',' + name(Field.RAW, profile) + '{' + name(Field.LENGTH, profile);
    frameRaw = JsonBuffer.ascii(length);
    offset = piece(Field.OFFSET, profile);
    fin = JsonBuffer.ascii(',' + name(Field.FIN, profile) + "true");
    frameLengthKey = frameLength ? piece(Field.FRAME_LENGTH, profile) : null;
    ackedRanges = JsonBuffer.ascii(',' + name(Field.ACKED_RANGES, profile) + '[');
    for (PacketPart part : PacketPart.values()) {
      int i = part.ordinal();
      String opening =
          part == PacketPart.HEADER
              ? part.closing() + ',' + name(Field.FRAMES, profile) + '['
              : part.closing() + ',';
      String closing = part == PacketPart.HEADER ? part.closing() : part.closing() + ']';
      frameOpening[i] = JsonBuffer.ascii(opening);
      streamFrame[i] = frameStart(opening, FrameType.STREAM, Field.STREAM_ID, profile);
      cryptoFrame[i] = frameStart(opening, FrameType.CRYPTO, Field.OFFSET, profile);
      ackFrame[i] = frameStart(opening, FrameType.ACK, Field.ACK_DELAY, profile);
      end[i] = JsonBuffer.ascii(closing);
      endAndLength[i] = JsonBuffer.ascii(closing + length);
    }
  }

  static EventTables of(Profile profile) {
    return TABLES.get(profile);
  }

  /** {@code "name":}, or null where the profile has no such field. */
  byte[] key(Field field) {
    return keys[field.ordinal()];
  }

  /** Whether the catalogue lists the field for the event. */
  boolean has(EventType event, Field field) {
    return has[event.ordinal()][field.ordinal()];
  }

  /** An event from its name to the opening of its data. */
  byte[] start(EventType event) {
    return starts[event.ordinal()];
  }

  /** The same, and the header of a packet up to its type. */
  byte[] packetStart(EventType event, PacketType packet) {
    return packetStarts[event.ordinal()][packet.ordinal()];
  }

  /** A frame from its opening to its type. */
  byte[] frame(FrameType frame) {
    return frames[frame.ordinal()];
  }

  private static byte[][] packetStarts(String start, Profile profile) {
    byte[][] starts = new byte[PacketType.values().length][];
    for (PacketType packet : PacketType.values()) {
      starts[packet.ordinal()] =
          JsonBuffer.ascii(
              start
                  + name(Field.HEADER, profile)
                  + '{'
                  + name(Field.PACKET_TYPE, profile)
                  + '"'
                  + packet.qlogName()
                  + '"');
    }
    return starts;
  }

  private static byte[] frameStart(String opening, FrameType frame, Field first, Profile profile) {
    return JsonBuffer.ascii(
        opening
            + '{'
            + name(Field.FRAME_TYPE, profile)
            + '"'
            + frame.qlogName()
            + "\","
            + name(first, profile));
  }

  private static byte[] piece(Field field, Profile profile) {
    return JsonBuffer.ascii(',' + name(field, profile));
  }

  /** A name for a piece that is written whatever the privacy policy says. */
  private static String name(Field field, Profile profile) {
    if (field.privacy() != Privacy.PUBLIC) {
      throw new IllegalArgumentException(field + " is not public and must be written by a policy");
    }
    return '"' + field.qlogName(profile) + "\":";
  }
}
