package dev.moqlog.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Reads plain command lines: a command, paths, and options each of which is written in full, given
 * once and has a value that is right.
 *
 * <p>Most command lines are plain, and those of the programs that call this one are. Reading them
 * here spares the start of picocli, which takes longer than the analysis of a small log. Everything
 * else is left to picocli, which alone knows all options, explains mistakes and prints help.
 */
final class PlainLine {

  private static final int MAX_DIGITS = 9;

  /** A command that takes options without picocli. */
  interface Command extends Callable<Integer> {

    /**
     * Takes the value of an option.
     *
     * @param option its long name
     * @return false, if the option is unknown here or the value is not right
     */
    boolean take(String option, String value);

    /** Takes the operands. */
    void take(List<String> paths);
  }

  private PlainLine() {}

  /** The command that is called, with all its options; null if the line is not a plain one. */
  static Command read(Terminal terminal, String... arguments) {
    Command command = arguments.length == 0 ? null : command(terminal, arguments[0]);
    return command != null && takeAll(command, arguments) ? command : null;
  }

  private static Command command(Terminal terminal, String name) {
    return switch (name) {
      case "summarize" -> new SummarizeCommand(terminal);
      case "inspect" -> new InspectCommand(terminal);
      case "diagnose" -> new DiagnoseCommand(terminal);
      case "join" -> new JoinCommand(terminal);
      default -> null;
    };
  }

  private static boolean takeAll(Command command, String... arguments) {
    List<String> paths = new ArrayList<>();
    Set<String> given = new HashSet<>();
    for (int i = 1; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.startsWith("-") && argument.length() > 1) {
        int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
        String option = equals < 0 ? longName(argument) : argument.substring(0, equals);
        if (equals < 0 && ++i == arguments.length) {
          return false;
        }
        String value = equals < 0 ? arguments[i] : argument.substring(equals + 1);
        if (!isPlain(value) || !given.add(option) || !command.take(option, value)) {
          return false;
        }
      } else if (argument.equals("-") || isPlain(argument)) {
        paths.add(argument);
      } else {
        return false;
      }
    }
    command.take(paths);
    return true;
  }

  private static String longName(String option) {
    return switch (option) {
      case "-f" -> "--format";
      case "-o" -> "--output";
      default -> option;
    };
  }

  /** Whether picocli, too, would take it for what it is: no option, and no file of arguments. */
  private static boolean isPlain(String argument) {
    return !argument.isEmpty() && argument.charAt(0) != '-' && argument.charAt(0) != '@';
  }

  /** The number that a text is in plain decimal digits; null for anything else. */
  static Integer number(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    // What begins with a zero is octal to picocli.
    return text.charAt(0) == '0' && text.length() > 1 ? null : Integer.valueOf(text);
  }

  /** The constant of that name, in whatever case; null if there is none. */
  static <E extends Enum<E>> E constant(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name)) {
        return constant;
      }
    }
    return null;
  }
}
