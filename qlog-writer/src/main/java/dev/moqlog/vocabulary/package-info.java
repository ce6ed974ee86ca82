/**
 * The words of qlog: event, packet, frame and vantage point names in their current and historic
 * spellings, as data.
 *
 * <p>Entry class: {@link dev.moqlog.vocabulary.EventType}. Everything that writes, reads or
 * documents qlog takes its names from here, so that they cannot drift apart. This package depends
 * on nothing and holds no state: every type is an immutable enum and safe to use from any thread.
 *
 * <p>Sources: draft-ietf-quic-qlog-main-schema, draft-ietf-quic-qlog-quic-events,
 * draft-ietf-quic-qlog-h3-events and their history since draft-marx-qlog-main-schema-00.
 */
package dev.moqlog.vocabulary;
