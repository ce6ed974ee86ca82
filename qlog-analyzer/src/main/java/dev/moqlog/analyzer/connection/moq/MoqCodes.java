package dev.moqlog.analyzer.connection.moq;

import static dev.moqlog.analyzer.read.QlogEvent.ABSENT;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What versions and codes of moq-transport mean; some codes changed their meaning in draft-18. */
final class MoqCodes {

  /** The first draft with the codes of today. */
  private static final int REASSIGNED = 18;

  private static final Pattern ALPN = Pattern.compile("moqt-(\\d{1,3})");

  /** The versions of drafts until -14 are this and the number of the draft. */
  private static final long DRAFT_VERSIONS = 0xff000000L;

  // Where codes of WebTransport stand among those of HTTP/3 (draft-ietf-webtrans-http3).
  private static final long FIRST_WEBTRANSPORT = 0x52e4a40fa8dbL;
  private static final long LAST_WEBTRANSPORT = 0x52e5ac983162L;
  private static final int WEBTRANSPORT_STEP = 0x1f;

  private MoqCodes() {}

  /** The draft that an application protocol stands for. */
  static OptionalInt draftOfAlpn(String alpn) {
    Matcher matcher = ALPN.matcher(alpn);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /** The draft that a version in a setup message stands for. */
  static OptionalInt draftOfVersion(long version) {
    return version > DRAFT_VERSIONS && version < DRAFT_VERSIONS + 1000
        ? OptionalInt.of((int) (version - DRAFT_VERSIONS))
        : OptionalInt.empty();
  }

  /**
   * The code of MoQ behind a code of HTTP/3 if it comes from WebTransport, else the code itself.
   */
  static long applicationCode(long code) {
    if (code < FIRST_WEBTRANSPORT || code > LAST_WEBTRANSPORT) {
      return code;
    }
    long shifted = code - FIRST_WEBTRANSPORT;
    return shifted - shifted / WEBTRANSPORT_STEP;
  }

  /** What a code of RESET_STREAM or STOP_SENDING on a data stream means; null if not known. */
  static String streamReset(long code, OptionalInt draft) {
    return switch (small(code)) {
      case 0 -> "internal_error";
      case 1 -> "cancelled";
      case 2 -> "delivery_timeout";
      case 3 -> "session_closed";
      case 4 -> byDraft(draft, "unknown_object_status", "going_away");
      case 5 -> "too_far_behind";
      case 6 -> byDraft(draft, null, "unknown_object_status");
      case 7 -> byDraft(draft, null, "expired_auth_token");
      case 9 -> "excessive_load";
      case 0x12 -> "malformed_track";
      default -> null;
    };
  }

  /** What a status code of PUBLISH_DONE means; null if not known. */
  static String publishDone(long code, OptionalInt draft) {
    return switch (small(code)) {
      case 0 -> "internal_error";
      case 1 -> "unauthorized";
      case 2 -> "track_ended";
      case 3 -> "subscription_ended";
      case 4 -> "going_away";
      case 5 -> byDraft(draft, "expired", "too_far_behind");
      case 6 -> byDraft(draft, "too_far_behind", "expired");
      case 8 -> "update_failed";
      case 9 -> "excessive_load";
      case 0x12 -> "malformed_track";
      default -> null;
    };
  }

  private static int small(long code) {
    return code == ABSENT || code < 0 || code > 1000 ? -1 : (int) code;
  }

  private static String byDraft(OptionalInt draft, String before, String since) {
    return draft.isEmpty() ? null : draft.getAsInt() < REASSIGNED ? before : since;
  }
}
