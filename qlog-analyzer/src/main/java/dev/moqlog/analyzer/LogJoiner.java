package dev.moqlog.analyzer;

import dev.moqlog.analyzer.join.EndIndex;
import dev.moqlog.analyzer.join.EndIndexer;
import dev.moqlog.analyzer.join.EndObjects;
import dev.moqlog.analyzer.join.EndPackets;
import dev.moqlog.analyzer.join.EndReader;
import dev.moqlog.analyzer.join.MoqEnds;
import dev.moqlog.analyzer.join.PacketProof;
import dev.moqlog.analyzer.join.Pair;
import dev.moqlog.analyzer.join.PairJoin;
import dev.moqlog.analyzer.join.Pairing;
import dev.moqlog.analyzer.read.Correction;
import dev.moqlog.analyzer.read.QlogEvent;
import dev.moqlog.analyzer.read.QlogHandler;
import dev.moqlog.analyzer.read.QlogReader;
import dev.moqlog.analyzer.source.Content;
import dev.moqlog.analyzer.source.LogSource;
import dev.moqlog.analyzer.source.SourceFinder;
import dev.moqlog.analyzer.summary.SourceSummary;
import dev.moqlog.vocabulary.VantagePoint;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Joins the logs of both ends of connections, and tells what neither tells alone: one-way delays,
 * what the network really lost in each direction, and how long Media over QUIC objects took.
 *
 * <pre>{@code
 * JoinedTotals totals = new JoinedTotals();
 * new LogJoiner().join(List.of("client-logs", "server-logs"), joined -> {
 *   totals.add(joined);
 *   System.out.println(joined.connectionId() + " lost on the way to the client: "
 *       + joined.serverToClient().loss().lost());
 * });
 * System.out.println(totals.in(Direction.SERVER_TO_CLIENT).lossRatio());
 * }</pre>
 *
 * <p>The input is read twice: first to find out which logs belong together, then for the packets
 * and objects of as many pairs at a time as fit into memory, which therefore does not grow with the
 * input beyond some hundred bytes for each connection. Instances are immutable and may be used by
 * several threads at once, each of which does its own reading.
 */
public final class LogJoiner {

  /**
   * So many packets and objects are in memory at once, unless a single pair has more: about 100 MB.
   */
  private static final long ROWS_AT_ONCE = 4 << 20;

  /**
   * The logs of both ends, with their events of Media over QUIC where both have any.
   *
   * @param pair the logs of packets
   * @param clientMoq the client's events of MoQ, or null
   * @param serverMoq the server's events of MoQ, or null
   */
  private record Both(Pair pair, MoqEnds.Found clientMoq, MoqEnds.Found serverMoq) {

    static Both of(Pair pair, MoqEnds moqEnds) {
      Optional<MoqEnds.Found> client = moqEnds.of(pair.client(), VantagePoint.CLIENT);
      Optional<MoqEnds.Found> server = moqEnds.of(pair.server(), VantagePoint.SERVER);
      boolean both = client.isPresent() && server.isPresent();
      return new Both(pair, both ? client.get() : null, both ? server.get() : null);
    }

    long rows() {
      long objects =
          clientMoq == null ? 0 : clientMoq.end().moqObjects() + serverMoq.end().moqObjects();
      return pair.packets() + objects;
    }
  }

  private final Set<Correction> corrections;

  /** A joiner that puts all known mistakes of producers right. */
  public LogJoiner() {
    this(Correction.ALL);
  }

  /**
   * @param corrections which known mistakes of producers are put right
   */
  public LogJoiner(Set<Correction> corrections) {
    this.corrections = Set.copyOf(corrections);
  }

  /**
   * Joins the logs in files, directories (with all below them), archives, and {@code -} for
   * standard input, of which a copy is made.
   *
   * @param paths where the logs of both ends are, in any order
   * @param results receives the results; what it throws ends the join
   */
  public void join(List<String> paths, JoinResults results) {
    join(paths, results, QlogAnalyzer.Progress.NONE);
  }

  /** As {@link #join(List, JoinResults)}, telling how far it is. */
  public void join(List<String> paths, JoinResults results, QlogAnalyzer.Progress progress) {
    List<LogSource> sources = new ArrayList<>();
    for (LogSource found :
        SourceFinder.find(
            paths, (name, error) -> results.source(QlogAnalyzer.unreadable(name, error)))) {
      try {
        sources.add(found.repeatable());
      } catch (IOException e) {
        results.source(QlogAnalyzer.unreadable(found.name(), e));
      }
    }
    // Each source is read twice.
    progress.found(sources.size(), 2 * sources.stream().mapToLong(LogSource::storedBytes).sum());

    List<EndIndex> ends = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      index(sources.get(i), i, ends, results, progress::read);
    }
    MoqEnds moqEnds = new MoqEnds(ends);
    ends.removeIf(end -> end.packets() == 0);
    Pairing pairing = new Pairing(ends);
    ends.clear();
    pairByPackets(pairing, sources);

    List<Both> batch = new ArrayList<>();
    long rows = 0;
    for (Pair pair : pairing.pairs()) {
      Both both = Both.of(pair, moqEnds);
      if (!batch.isEmpty() && rows + both.rows() > ROWS_AT_ONCE) {
        join(batch, sources, results, progress::read);
        batch.clear();
        rows = 0;
      }
      batch.add(both);
      rows += both.rows();
    }
    join(batch, sources, results, progress::read);
    pairing.unmatched().forEach(results::unmatched);
  }

  private void index(
      LogSource source,
      int ordinal,
      List<EndIndex> ends,
      JoinResults results,
      LongConsumer progress) {
    visit(
        source,
        new Contents() {
          @Override
          public void content(int contentOrdinal, String name, Content content) {
            EndIndexer indexer = new EndIndexer(ordinal, contentOrdinal, name, ends);
            QlogReader reader = new QlogReader(indexer, corrections);
            List<String> problems = read(reader, content);
            if (indexer.refused() > 0) {
              problems.add("more connections than are kept: " + EndIndexer.MAX_CONNECTIONS);
            }
            results.source(
                QlogAnalyzer.summary(name, content, reader, problems, 0, indexer.found()));
          }

          @Override
          public void unreadable(SourceSummary source) {
            results.source(source);
          }
        },
        progress);
  }

  /** Tries the logs without a common id. */
  private void pairByPackets(Pairing pairing, List<LogSource> sources) {
    List<EndIndex> clients = pairing.leftClients();
    List<EndIndex> servers = pairing.leftServers();
    if (clients.isEmpty()
        || servers.isEmpty()
        || clients.size() > PacketProof.MAX_LOGS
        || servers.size() > PacketProof.MAX_LOGS) {
      return;
    }
    List<EndIndex> left = new ArrayList<>(clients);
    left.addAll(servers);
    PacketProof proof = new PacketProof(left);
    Map<EndIndex, EndPackets> packets = new IdentityHashMap<>();
    left.forEach(end -> packets.put(end, proof.packets(end)));
    Tables tables = new Tables();
    packets.forEach((end, table) -> tables.add(end, table::event));
    read(tables, sources, bytes -> {});
    pairing.addByPackets(proof);
  }

  private void join(
      List<Both> batch, List<LogSource> sources, JoinResults results, LongConsumer progress) {
    Tables tables = new Tables();
    Deque<Ends> ends = new ArrayDeque<>();
    for (Both both : batch) {
      EndPackets client = tables.packets(both.pair.client());
      EndPackets server = tables.packets(both.pair.server());
      ends.add(
          new Ends(client, server, tables.objects(both.clientMoq), tables.objects(both.serverMoq)));
    }
    read(tables, sources, progress);
    for (Both both : batch) {
      Ends read = ends.remove();
      results.joined(
          PairJoin.summary(
              both.pair, read.client, read.server, read.clientObjects, read.serverObjects));
    }
  }

  /** What was read of a pair. */
  private record Ends(
      EndPackets client,
      EndPackets server,
      Optional<EndObjects> clientObjects,
      Optional<EndObjects> serverObjects) {}

  /** Where the events of ends go, by the sources that have them. */
  private static final class Tables {

    private final Map<Integer, EndReader.Ends> bySource = new TreeMap<>();

    void add(EndIndex end, Consumer<QlogEvent> table) {
      bySource
          .computeIfAbsent(end.place().sourceOrdinal(), any -> new EndReader.Ends())
          .add(end.place(), table);
    }

    EndPackets packets(EndIndex end) {
      EndPackets packets = new EndPackets();
      add(end, packets::event);
      return packets;
    }

    Optional<EndObjects> objects(MoqEnds.Found found) {
      if (found == null) {
        return Optional.empty();
      }
      EndObjects objects = new EndObjects(found.shiftNanos());
      add(found.end(), objects::event);
      return Optional.of(objects);
    }
  }

  /** Reads every source that has one of the ends, once. */
  private void read(Tables tables, List<LogSource> sources, LongConsumer progress) {
    tables.bySource.forEach(
        (ordinal, ends) ->
            visit(
                sources.get(ordinal),
                new Contents() {
                  @Override
                  public void content(int contentOrdinal, String name, Content content) {
                    if (ends.has(contentOrdinal)) {
                      QlogHandler handler = new EndReader(contentOrdinal, ends);
                      read(new QlogReader(handler, corrections), content);
                    }
                  }

                  @Override
                  public void unreadable(SourceSummary source) {
                    // The first pass has told.
                  }
                },
                progress));
  }

  /** Receives the contents of a source with their ordinals. */
  private interface Contents {

    void content(int contentOrdinal, String name, Content content);

    void unreadable(SourceSummary source);
  }

  private static void visit(LogSource source, Contents contents, LongConsumer progress) {
    source.visit(
        new LogSource.Visitor() {

          private int ordinal;

          @Override
          public void content(String name, Content content) {
            contents.content(ordinal++, name, content);
          }

          @Override
          public void unreadable(String name, IOException error) {
            contents.unreadable(QlogAnalyzer.unreadable(name, error));
          }
        },
        progress);
  }

  /** Reads a content; what went wrong apart from damage, in words. */
  private static List<String> read(QlogReader reader, Content content) {
    List<String> problems = new ArrayList<>();
    try {
      reader.read(content);
    } catch (OutOfMemoryError e) {
      problems.add("it takes more memory than the program may use; the rest of it was not read");
    } catch (RuntimeException e) {
      problems.add("a mistake of this program, please report it; the rest was not read: " + e);
    }
    return problems;
  }
}
