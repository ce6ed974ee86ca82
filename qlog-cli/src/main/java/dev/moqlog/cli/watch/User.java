package dev.moqlog.cli.watch;

/** Who runs this process. */
final class User {

  private User() {}

  /** As part of a sentence. In a container the user often has no name. */
  static String name() {
    String name = System.getProperty("user.name", "?");
    return name.equals("?") ? "the user of this process" : "user " + name;
  }
}
