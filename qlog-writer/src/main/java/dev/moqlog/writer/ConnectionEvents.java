package dev.moqlog.writer;

import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.TransportError;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The events of a connection as a whole: its start and end, its parameters, paths and keys
 * (quic-events sections 4 to 7). They are rare, and may allocate. Times are nanoseconds of the
 * recorder's clock. The rules of {@link QlogTrace} apply.
 */
public final class ConnectionEvents {

  private final QlogTrace trace;

  ConnectionEvents(QlogTrace trace) {
    this.trace = trace;
  }

  /**
   * The connection was started. How much of the addresses is written, the recorder decides.
   *
   * @param local the address of this end, or null if not known
   * @param remote the address of the peer, or null if not known
   */
  public void started(long nanos, InetSocketAddress local, InetSocketAddress remote) {
    FieldsEvent event = trace.event(EventType.CONNECTION_STARTED, nanos);
    if (event == FieldsEvent.DISABLED) {
      return;
    }
    PrivacyPolicy privacy = trace.spool().privacy();
    if (remote != null && remote.getAddress() != null) {
      event.put(Field.IP_VERSION, isIpv4(remote) ? "ipv4" : "ipv6");
    }
    event.address(Field.SRC_IP, text(privacy, local));
    event.address(Field.DST_IP, text(privacy, remote));
    if (privacy.ports() && local != null) {
      event.put(Field.SRC_PORT, local.getPort());
    }
    if (privacy.ports() && remote != null) {
      event.put(Field.DST_PORT, remote.getPort());
    }
    endpoint(event, Field.LOCAL, local, privacy);
    endpoint(event, Field.REMOTE, remote, privacy);
    event.commit();
  }

  /**
   * The connection was closed.
   *
   * @param byRemote whether the peer closed it
   * @param byApplication whether the code is the application's, else one of RFC 9000 section 20.1
   * @param reason the reason phrase, or null
   * @param trigger one of {@code idle_timeout}, {@code application}, {@code error}, {@code
   *     version_mismatch}, {@code stateless_reset}, {@code aborted}; or null
   */
  public void closed(
      long nanos,
      boolean byRemote,
      boolean byApplication,
      long errorCode,
      CharSequence reason,
      CharSequence trigger) {
    FieldsEvent event =
        trace
            .event(EventType.CONNECTION_CLOSED, nanos)
            .put(Field.INITIATOR, byRemote ? "remote" : "local");
    String name = byApplication ? null : TransportError.nameOf(errorCode);
    Field named = byApplication ? Field.APPLICATION_ERROR : Field.CONNECTION_ERROR;
    if (name != null) {
      event.put(named, name);
    } else {
      event.code(named, errorCode);
    }
    event.put(Field.REASON, reason).put(Field.TRIGGER, trigger).commit();
    trace.watchClosed(nanos, byApplication, errorCode, trigger);
  }

  /**
   * The connection has entered a state.
   *
   * @param state one of the words of quic-events, such as {@code handshake_complete}
   */
  public void stateUpdated(long nanos, CharSequence state) {
    trace.event(EventType.CONNECTION_STATE_UPDATED, nanos).put(Field.NEW, state).commit();
  }

  /** The version of QUIC that both ends use from now on, in hexadecimal. */
  public void versionChosen(long nanos, CharSequence version) {
    trace.event(EventType.VERSION_INFORMATION, nanos).put(Field.CHOSEN_VERSION, version).commit();
  }

  /** The application protocol that both ends agreed on, such as {@code moqt-17}. */
  public void alpnChosen(long nanos, CharSequence protocol) {
    FieldsEvent event = trace.event(EventType.ALPN_INFORMATION, nanos);
    event.alpn(protocol);
    event.commit();
  }

  /**
   * Transport parameters (RFC 9000 section 18.2) are in force from now on; to be filled with the
   * fields that {@link EventType#PARAMETERS_SET} lists.
   *
   * @param remote whether they are the peer's
   */
  public FieldsEvent parametersSet(long nanos, boolean remote) {
    return trace
        .event(EventType.PARAMETERS_SET, nanos)
        .put(Field.INITIATOR, remote ? "remote" : "local");
  }

  /**
   * The constants of loss detection, with the fields of {@link EventType#RECOVERY_PARAMETERS_SET}.
   */
  public FieldsEvent recoveryParametersSet(long nanos) {
    return trace.event(EventType.RECOVERY_PARAMETERS_SET, nanos);
  }

  /**
   * A path has got a name.
   *
   * @param tupleId the name; empty for the path of the handshake
   */
  public void tupleAssigned(
      long nanos, CharSequence tupleId, InetSocketAddress local, InetSocketAddress remote) {
    FieldsEvent event = trace.event(EventType.TUPLE_ASSIGNED, nanos).put(Field.TUPLE_ID, tupleId);
    if (event == FieldsEvent.DISABLED) {
      return;
    }
    PrivacyPolicy privacy = trace.spool().privacy();
    endpoint(event, Field.TUPLE_REMOTE, remote, privacy);
    endpoint(event, Field.TUPLE_LOCAL, local, privacy);
    event.commit();
  }

  /** A path has got another state of migration, such as {@code migration_complete}. */
  public void migrationStateUpdated(long nanos, CharSequence state, CharSequence tupleId) {
    trace
        .event(EventType.MIGRATION_STATE_UPDATED, nanos)
        .put(Field.NEW, state)
        .put(Field.TUPLE_ID, tupleId)
        .commit();
  }

  /** The largest packet that is sent has another size. */
  public void mtuUpdated(long nanos, long oldBytes, long newBytes, boolean done) {
    trace
        .event(EventType.MTU_UPDATED, nanos)
        .put(Field.OLD_MTU, oldBytes)
        .put(Field.NEW_MTU, newBytes)
        .put(Field.DONE, done)
        .commit();
  }

  /** A connection id is used from now on, given by the peer or by this end. */
  public void connectionIdUpdated(long nanos, boolean byRemote, byte[] oldId, byte[] newId) {
    trace
        .event(EventType.CONNECTION_ID_UPDATED, nanos)
        .put(Field.INITIATOR, byRemote ? "remote" : "local")
        .put(Field.OLD_CONNECTION_ID, oldId)
        .put(Field.NEW_CONNECTION_ID, newId)
        .commit();
  }

  /** The spin bit has changed (RFC 9000 section 17.4). */
  public void spinBitUpdated(long nanos, boolean state) {
    trace.event(EventType.SPIN_BIT_UPDATED, nanos).put(Field.STATE, state).commit();
  }

  /**
   * A key is used from now on. The key itself is a secret: there is no way to give it.
   *
   * @param keyType such as {@code server_1rtt_secret}
   * @param keyPhase the number of the update, for 1-RTT keys
   * @param trigger {@code tls}, {@code remote_update} or {@code local_update}; or null
   */
  public void keyUpdated(long nanos, CharSequence keyType, long keyPhase, CharSequence trigger) {
    key(EventType.KEY_UPDATED, nanos, keyType, keyPhase, trigger);
  }

  /** A key is not used any more, as in {@link #keyUpdated}. */
  public void keyDiscarded(long nanos, CharSequence keyType, long keyPhase, CharSequence trigger) {
    key(EventType.KEY_DISCARDED, nanos, keyType, keyPhase, trigger);
  }

  private void key(
      EventType type, long nanos, CharSequence keyType, long keyPhase, CharSequence trigger) {
    trace
        .event(type, nanos)
        .put(Field.KEY_TYPE, keyType)
        .put(Field.KEY_PHASE, keyPhase)
        .put(Field.TRIGGER, trigger)
        .commit();
  }

  /** The versions and protocols on offer, as lists; null for what is not known. */
  public void offered(long nanos, List<String> serverVersions, List<String> clientVersions) {
    trace
        .event(EventType.VERSION_INFORMATION, nanos)
        .put(Field.SERVER_VERSIONS, serverVersions)
        .put(Field.CLIENT_VERSIONS, clientVersions)
        .commit();
  }

  private static void endpoint(
      FieldsEvent event, Field field, InetSocketAddress endpoint, PrivacyPolicy privacy) {
    String text = text(privacy, endpoint);
    if (text == null || !event.has(field)) {
      return;
    }
    boolean four = isIpv4(endpoint);
    event.open(field).address(four ? Field.IP_V4 : Field.IP_V6, text);
    if (privacy.ports()) {
      event.put(four ? Field.PORT_V4 : Field.PORT_V6, endpoint.getPort());
    }
    event.close();
  }

  private static boolean isIpv4(InetSocketAddress endpoint) {
    return PrivacyPolicy.plain(endpoint.getAddress()) instanceof Inet4Address;
  }

  private static String text(PrivacyPolicy privacy, InetSocketAddress endpoint) {
    InetAddress address = endpoint == null ? null : endpoint.getAddress();
    return address == null ? null : privacy.address(address);
  }
}
