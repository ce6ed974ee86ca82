package dev.moqlog.cli.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A watch of a directory that can be stepped, and started anew from its state. */
final class Watching implements AutoCloseable {

  static final Duration SETTLE = Duration.ofSeconds(30);

  private final Path root;
  private final Path file;
  private final FakeClock clock;
  private final int maxOpen;
  WatchState state;
  TallyCounter counter;
  TraceFollower follower;
  Watcher watcher;

  Watching(Path root, Path file, FakeClock clock) throws IOException {
    this(root, file, clock, TraceFollower.MAX_OPEN);
  }

  Watching(Path root, Path file, FakeClock clock, int maxOpen) throws IOException {
    this.root = root;
    this.file = file;
    this.clock = clock;
    this.maxOpen = maxOpen;
    start();
  }

  private void start() throws IOException {
    state = WatchState.open(file, root);
    counter = new TallyCounter(state.series());
    follower = new TraceFollower(root, SETTLE, state, clock, maxOpen);
    watcher = new Watcher(follower, state, counter, clock);
  }

  /** Ends the watch as if it were killed, and starts another one. */
  void restart() throws IOException {
    state.close();
    start();
  }

  /** Makes one step; returns the keys of what was counted in it. */
  List<String> step() throws IOException {
    int before = counter.order.size();
    watcher.step();
    List<String> keys = counter.keys();
    return List.copyOf(keys.subList(before, keys.size()));
  }

  /** As {@link #step()}, a while later. */
  List<String> stepAfter(Duration pause) throws IOException {
    clock.advance(pause);
    return step();
  }

  long missed() {
    return watcher.numbers().totals().missed();
  }

  long changed() {
    return watcher.numbers().totals().changed();
  }

  @Override
  public void close() {
    state.close();
  }
}
