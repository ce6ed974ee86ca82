package dev.moqlog.samples.netty;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.quic.QuicConnectionIdGenerator;
import java.nio.ByteBuffer;

/**
 * Makes the connection ids of a server like the codec does by default, and remembers what each was
 * made from: the codec has no other way to learn the original destination connection id of a new
 * channel. One instance serves one codec; not for use with tokens or Retry.
 */
final class OriginalConnectionIds implements QuicConnectionIdGenerator {
  private final QuicConnectionIdGenerator generator = QuicConnectionIdGenerator.signGenerator();
  private String latest = "";

  /** The id that the client chose for the connection that is about to be accepted. */
  String latest() {
    return latest;
  }

  @Override
  public ByteBuffer newId(ByteBuffer sourceId, ByteBuffer destinationId, int length) {
    latest = ByteBufUtil.hexDump(Unpooled.wrappedBuffer(destinationId));
    return generator.newId(sourceId, destinationId, length);
  }

  @Override
  public ByteBuffer newId(ByteBuffer input, int length) {
    return generator.newId(input, length);
  }

  @Override
  public ByteBuffer newId(int length) {
    return generator.newId(length);
  }

  @Override
  public int maxConnectionIdLength() {
    return generator.maxConnectionIdLength();
  }

  @Override
  public boolean isIdempotent() {
    return generator.isIdempotent();
  }
}
