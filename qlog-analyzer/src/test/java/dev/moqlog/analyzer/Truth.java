package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.LossSummary;
import dev.moqlog.analyzer.summary.PacketSummary;
import dev.moqlog.analyzer.summary.RetransmitSummary;
import dev.moqlog.analyzer.summary.RttSummary;
import dev.moqlog.analyzer.summary.StreamsSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;

/** What really happened on a connection, as a row of a truth table tells. */
record Truth(Map<String, String> row) {

  /** The table gives milliseconds with three decimals. */
  private static final Offset<Double> ROUNDING = Offset.offset(0.0005001);

  static List<Truth> readTable(Path table) throws IOException {
    List<Truth> rows = new ArrayList<>();
    List<String> lines = Files.readAllLines(table);
    String[] columns = lines.get(0).split("\t", -1);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < columns.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.add(new Truth(row));
    }
    return rows;
  }

  String file() {
    return row.get("file");
  }

  void check(Path directory) {
    ConnectionSummary summary = connection(Qlogs.analyze(directory.resolve(file())));
    PacketSummary packets = summary.packets().orElseThrow();
    LossSummary loss = summary.loss().orElseThrow();

    assertThat(packets.sent()).as("sent").isEqualTo(number("sent_pn"));
    assertThat(packets.received()).as("received").isEqualTo(number("recv_pn"));
    assertThat(packets.receivedDuplicate()).as("duplicates").isEqualTo(number("recv_dup_pn"));
    assertThat(loss.declared()).as("declared").isEqualTo(number("declared_lost"));
    if (known("stream_bytes_sent")) {
      RetransmitSummary retransmit = summary.retransmit().orElseThrow();
      assertThat(retransmit.streamBytesSent()).isEqualTo(number("stream_bytes_sent"));
      assertThat(retransmit.streamBytesRetransmitted()).isEqualTo(number("stream_bytes_retx"));
    } else {
      assertThat(summary.retransmit()).as("retransmission").isEmpty();
    }
    if (known("recv_reordered")) {
      assertThat(summary.reorder().orElseThrow().reordered())
          .as("reordered")
          .isEqualTo(number("recv_reordered"));
    }
    if (known("stream_bytes_recv")) {
      StreamsSummary streams = summary.streams().orElseThrow();
      assertThat(streams.bytesReceived()).isEqualTo(number("stream_bytes_recv"));
      assertThat(streams.bytesReceived() - streams.uniqueBytesReceived())
          .isEqualTo(number("stream_bytes_recv_dup"));
    }
    if (known("spurious")) {
      assertThat(loss.spurious()).as("spurious").hasValue(number("spurious"));
    }
    if (known("true_lost_pn")) {
      long sure = loss.net().orElseThrow() + loss.inferred().orElseThrow();
      assertThat(number("true_lost_pn"))
          .as("lost")
          .isBetween(sure, sure + loss.unresolved().orElseThrow());
    }
    if (known("rtt_latest_min")) {
      RttSummary rtt = summary.rtt().orElseThrow();
      assertThat(rtt.minNanos() / 1e6)
          .as("smallest RTT")
          .isCloseTo(Double.parseDouble(row.get("rtt_latest_min")), ROUNDING);
    } else {
      assertThat(summary.rtt()).as("RTT").isEmpty();
    }
  }

  private ConnectionSummary connection(Qlogs.Analysis analysis) {
    if (!row.containsKey("conn") || !known("conn")) {
      return Qlogs.only(analysis);
    }
    List<ConnectionSummary> named =
        analysis.connections().stream()
            .filter(connection -> connection.connectionId().equals(row.get("conn")))
            .toList();
    assertThat(named).hasSize(1);
    return named.get(0);
  }

  private boolean known(String column) {
    String cell = row.get(column);
    return cell != null && !cell.isEmpty() && !cell.equals("-");
  }

  private long number(String column) {
    return Long.parseLong(row.get(column));
  }

  @Override
  public String toString() {
    return file();
  }
}
