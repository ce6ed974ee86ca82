package dev.moqlog.writer;

import dev.moqlog.vocabulary.VantagePoint;
import dev.moqlog.writer.sampling.Candidate;
import dev.moqlog.writer.sampling.TraceParent;
import dev.moqlog.writer.store.TraceNames;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a recorder has to know about a connection to decide whether to record it, and what to write
 * into the header of its trace. Immutable; made by {@link #client} or {@link #server}.
 */
public final class ConnectionInfo implements Candidate {

  private final byte[] originalDestinationConnectionId;
  private final VantagePoint vantagePoint;
  private String applicationId;
  private InetAddress remoteAddress;
  private TraceParent traceParent;
  private byte[] samplingKey;
  private String title;
  private String endpointName;
  private boolean singleThreaded;

  private ConnectionInfo(byte[] originalDestinationConnectionId, VantagePoint vantagePoint) {
    this.originalDestinationConnectionId = originalDestinationConnectionId.clone();
    this.vantagePoint = Objects.requireNonNull(vantagePoint, "vantagePoint");
  }

  private ConnectionInfo(ConnectionInfo other) {
    this.originalDestinationConnectionId = other.originalDestinationConnectionId;
    this.vantagePoint = other.vantagePoint;
    this.applicationId = other.applicationId;
    this.remoteAddress = other.remoteAddress;
    this.traceParent = other.traceParent;
    this.samplingKey = other.samplingKey;
    this.title = other.title;
    this.endpointName = other.endpointName;
    this.singleThreaded = other.singleThreaded;
  }

  /**
   * A connection seen from the client.
   *
   * @param originalDestinationConnectionId the destination connection id of the client's first
   *     Initial packet (RFC 9000 section 7.3), copied
   */
  public static ConnectionInfo client(byte[] originalDestinationConnectionId) {
    return new ConnectionInfo(originalDestinationConnectionId, VantagePoint.CLIENT);
  }

  /**
   * A connection seen from the server.
   *
   * @param originalDestinationConnectionId the destination connection id of the client's first
   *     Initial packet, also after a Retry (RFC 9000 section 7.3), copied
   */
  public static ConnectionInfo server(byte[] originalDestinationConnectionId) {
    return new ConnectionInfo(originalDestinationConnectionId, VantagePoint.SERVER);
  }

  /** A connection seen from elsewhere. */
  public static ConnectionInfo of(
      byte[] originalDestinationConnectionId, VantagePoint vantagePoint) {
    return new ConnectionInfo(originalDestinationConnectionId, vantagePoint);
  }

  /**
   * The same with an id that the application has for the connection, such as {@code conn-123}; the
   * trace's directory gets its name. The default is the original destination connection id.
   */
  public ConnectionInfo withApplicationId(String id) {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.applicationId = Objects.requireNonNull(id, "id");
    return copy;
  }

  /** The same with the peer's address, for lists of networks that are always recorded. */
  public ConnectionInfo withRemoteAddress(InetAddress address) {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.remoteAddress = address;
    return copy;
  }

  /** The same with the span it belongs to, which is stored in the trace. */
  public ConnectionInfo withTraceParent(TraceParent parent) {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.traceParent = parent;
    return copy;
  }

  /** The same with a key that decides on sampling in place of the connection id, copied. */
  public ConnectionInfo withSamplingKey(byte[] key) {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.samplingKey = key == null ? null : key.clone();
    return copy;
  }

  /** The same with a title for the trace. */
  public ConnectionInfo withTitle(String text) {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.title = text;
    return copy;
  }

  /** The same with a name for this end, such as {@code relay-1}. */
  public ConnectionInfo withEndpointName(String name) {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.endpointName = name;
    return copy;
  }

  /**
   * The same with the promise that one thread alone, or one thread at a time as on an event loop,
   * will record, promote and close. Recording then takes no lock; a quiet trace keeps its last
   * chunk of memory. A broken promise damages the trace.
   */
  public ConnectionInfo withSingleThread() {
    ConnectionInfo copy = new ConnectionInfo(this);
    copy.singleThreaded = true;
    return copy;
  }

  @Override
  public byte[] originalDestinationConnectionId() {
    return originalDestinationConnectionId.clone();
  }

  /** The id that the connection goes by: the application's, or the connection id in hexadecimal. */
  public String connectionId() {
    return applicationId != null
        ? applicationId
        : HexFormat.of().formatHex(originalDestinationConnectionId);
  }

  /** The name of the trace's directory: safe whatever the id is. */
  @Override
  public String name() {
    return applicationId != null
        ? TraceNames.forApplicationId(applicationId)
        : TraceNames.forConnectionId(originalDestinationConnectionId);
  }

  /** Where the connection is seen from. */
  public VantagePoint vantagePoint() {
    return vantagePoint;
  }

  @Override
  public InetAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public TraceParent traceParent() {
    return traceParent;
  }

  @Override
  public byte[] samplingKey() {
    return samplingKey == null ? null : samplingKey.clone();
  }

  String title() {
    return title;
  }

  String endpointName() {
    return endpointName;
  }

  boolean isSingleThreaded() {
    return singleThreaded;
  }
}
