package dev.moqlog.analyzer.join;

import dev.moqlog.analyzer.summary.JoinedSummary.Evidence;
import dev.moqlog.analyzer.summary.UnmatchedLog;
import dev.moqlog.analyzer.summary.UnmatchedLog.Reason;
import dev.moqlog.vocabulary.VantagePoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which logs are of the two ends of one connection.
 *
 * <p>Logs that share an id and are of opposite ends belong together; the more ids they share, the
 * surer. What is left can be tried by its packets ({@link #leftClients()}, {@link #leftServers()}).
 */
public final class Pairing {

  /** So many logs of one end may share an id; more of them are passed over. */
  private static final int MAX_PER_ID = 32;

  private record Candidate(EndIndex client, EndIndex server, long sharedIds, String id) {}

  private final List<Pair> pairs = new ArrayList<>();
  private final List<UnmatchedLog> unmatched = new ArrayList<>();
  private final List<EndIndex> leftClients = new ArrayList<>();
  private final List<EndIndex> leftServers = new ArrayList<>();
  private final Set<EndIndex> ambiguous = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<EndIndex> paired = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Pairs logs by their ids.
   *
   * @param ends what the first pass found, in any order
   */
  public Pairing(List<EndIndex> ends) {
    List<EndIndex> sorted = new ArrayList<>(ends);
    sorted.sort(EndIndex.FULLEST_FIRST);
    Set<String> pairedIds = new HashSet<>();
    for (Candidate candidate : candidates(sorted)) {
      if (!paired.contains(candidate.client) && !paired.contains(candidate.server)) {
        paired.add(candidate.client);
        paired.add(candidate.server);
        pairedIds.addAll(candidate.client.ids());
        pairedIds.addAll(candidate.server.ids());
        pairs.add(
            new Pair(candidate.client, candidate.server, candidate.id, Evidence.CONNECTION_ID));
      }
    }
    for (EndIndex end : sorted) {
      if (paired.contains(end)) {
        continue;
      }
      if (!Collections.disjoint(end.ids(), pairedIds)) {
        unmatched.add(end.unmatched(Reason.SAME_END_TWICE));
      } else if (end.end() == VantagePoint.CLIENT) {
        leftClients.add(end);
      } else if (end.end() == VantagePoint.SERVER) {
        leftServers.add(end);
      } else {
        unmatched.add(end.unmatched(Reason.UNKNOWN_END));
      }
    }
  }

  private static List<Candidate> candidates(List<EndIndex> sorted) {
    Map<String, List<EndIndex>> clients = new HashMap<>();
    Map<String, List<EndIndex>> servers = new HashMap<>();
    for (EndIndex end : sorted) {
      VantagePoint side = end.end();
      for (String id : end.ids()) {
        // A log that does not tell whose it is, or contradicts itself, may be of either end.
        if (side != VantagePoint.SERVER) {
          put(clients, id, end);
        }
        if (side != VantagePoint.CLIENT || end.corrected()) {
          put(servers, id, end);
        }
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    for (EndIndex client : sorted) {
      Set<EndIndex> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      for (String id : client.ids()) {
        if (!clients.getOrDefault(id, List.of()).contains(client)) {
          continue;
        }
        for (EndIndex server : servers.getOrDefault(id, List.of())) {
          boolean known = isSure(client) || isSure(server);
          if (server != client && known && seen.add(server)) {
            long shared = client.ids().stream().filter(server.ids()::contains).count();
            candidates.add(new Candidate(client, server, shared, id));
          }
        }
      }
    }
    // The sort is stable: among equals, the fullest client and its fullest server come first.
    candidates.sort(Comparator.comparingLong(Candidate::sharedIds).reversed());
    return candidates;
  }

  private static boolean isSure(EndIndex end) {
    return end.end() != VantagePoint.UNKNOWN && !end.corrected();
  }

  private static void put(Map<String, List<EndIndex>> map, String id, EndIndex end) {
    List<EndIndex> list = map.computeIfAbsent(id, any -> new ArrayList<>());
    if (list.size() < MAX_PER_ID) {
      list.add(end);
    }
  }

  /** Clients whose ids no other log has. */
  public List<EndIndex> leftClients() {
    return List.copyOf(leftClients);
  }

  /** Servers whose ids no other log has. */
  public List<EndIndex> leftServers() {
    return List.copyOf(leftServers);
  }

  /**
   * Pairs what was left by packets: two logs belong together if they fit each other and neither
   * fits another.
   *
   * @param proof the packets of all that was left
   */
  public void addByPackets(PacketProof proof) {
    Map<EndIndex, List<EndIndex>> fitting = new IdentityHashMap<>();
    for (EndIndex client : leftClients) {
      for (EndIndex server : leftServers) {
        if (proof.fits(client, server)) {
          fitting.computeIfAbsent(client, any -> new ArrayList<>()).add(server);
          fitting.computeIfAbsent(server, any -> new ArrayList<>()).add(client);
        }
      }
    }
    for (EndIndex client : leftClients) {
      List<EndIndex> servers = fitting.getOrDefault(client, List.of());
      if (servers.size() == 1 && fitting.get(servers.get(0)).size() == 1) {
        EndIndex server = servers.get(0);
        paired.add(client);
        paired.add(server);
        pairs.add(new Pair(client, server, client.name(), Evidence.PACKETS));
      } else {
        servers.forEach(ambiguous::add);
        if (!servers.isEmpty()) {
          ambiguous.add(client);
        }
      }
    }
  }

  /** The pairs found, in the order of the places of their first logs. */
  public List<Pair> pairs() {
    List<Pair> sorted = new ArrayList<>(pairs);
    sorted.sort(Comparator.comparing(Pairing::firstPlace, PLACES));
    return sorted;
  }

  private static final Comparator<EndIndex.Place> PLACES =
      Comparator.comparingInt(EndIndex.Place::sourceOrdinal)
          .thenComparingInt(EndIndex.Place::contentOrdinal)
          .thenComparingInt(EndIndex.Place::traceIndex)
          .thenComparing(EndIndex.Place::group);

  private static EndIndex.Place firstPlace(Pair pair) {
    EndIndex.Place client = pair.client().place();
    EndIndex.Place server = pair.server().place();
    return PLACES.compare(client, server) <= 0 ? client : server;
  }

  /** The logs that were not paired, with the reason. */
  public List<UnmatchedLog> unmatched() {
    List<UnmatchedLog> all = new ArrayList<>(unmatched);
    for (List<EndIndex> left : List.of(leftClients, leftServers)) {
      for (EndIndex end : left) {
        if (!paired.contains(end)) {
          all.add(end.unmatched(ambiguous.contains(end) ? Reason.AMBIGUOUS : Reason.NO_PEER));
        }
      }
    }
    return all;
  }
}
