package dev.moqlog.cli.render;

import dev.moqlog.analyzer.diagnose.DiagnosedConnection;
import dev.moqlog.analyzer.summary.ConnectionSummary;
import java.util.List;

/** Everything about one connection, for people: each group of numbers is a class of its own. */
final class InspectCard {

  private InspectCard() {}

  /** The lines of the card. */
  static List<String> lines(DiagnosedConnection diagnosed, Style style) {
    ConnectionSummary connection = diagnosed.connection();
    CardLines card = new CardLines(style);
    TransportGroups transport = new TransportGroups(card);
    transport.identity(connection);
    Phases.add(card, connection);
    HandshakeGroup.add(card, connection.handshake());
    CloseGroup.add(card, connection);
    new PathGroups(card).all(connection);
    transport.rtt(connection.rtt());
    transport.packets(connection.packets());
    transport.loss(connection.loss());
    LossPatternGroup.add(card, connection.lossPattern());
    SpacesGroup.add(card, connection.spaces());
    transport.retransmit(connection.retransmit());
    new TransferGroups(card).all(connection);
    MoqGroup.add(card, connection);
    BlockedGroup.add(card, connection.blocked());
    ConnectionSeries.add(card, connection);
    EpisodesGroup.add(card, connection);
    FindingsGroup.add(card, diagnosed);
    return card.lines();
  }
}
