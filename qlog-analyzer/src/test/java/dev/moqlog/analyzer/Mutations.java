package dev.moqlog.analyzer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes logs in every way in which JSON can be unusual, hostile or broken. */
final class Mutations {

  /** A value of a member: what stands behind a colon, up to what ends a scalar. */
  private static final Pattern SCALAR = Pattern.compile(":\\s*(\"[^\"\n]*\"|[^\\s,{}\\[\\]\"]+)");

  private static final Pattern NAME = Pattern.compile("\"([A-Za-z_:]+)\"\\s*:");

  private static final String[] STRUCTURE = {
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\\",
    "\n",
    "\r",
    "\t",
    " ",
    "\u001e",
    "\0",
    "0",
    "-",
    ".",
    "e",
    "{}",
    "[]",
    "\\\"",
    "\u00ef\u00bb\u00bf",
    ",,",
    "null",
    "true",
    "}{",
    "],[",
    "\u00ff"
  };

  private static final String[] SPACE = {" ", "\n", "\r\n", "\t", "  \t ", "\n\n    "};

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "-0.0",
    "00",
    "01.5",
    "1.",
    ".5",
    "-",
    "--1",
    "+1",
    "1e400",
    "-1e400",
    "1e-400",
    "1E5",
    "12e+2",
    "12e-2",
    "1.5e3",
    "1e",
    "1e+",
    "1e999999999",
    "1e99999999999",
    "NaN",
    "Infinity",
    "-Infinity",
    "INF",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "18446744073709551615",
    "9223372036854.775807",
    "9223372036854.7758075",
    "4611686018427387903",
    "4611686018427387904",
    "1234567890123456789",
    "999999999999999",
    "9999999999999999",
    "99999999",
    "100000000",
    "0.4999999999999999",
    "0.5",
    "0.0000005",
    "-0.0000005",
    "3600001",
    "65535",
    "65536"
  };

  private static final String[] TEXTS = {
    "\"\"",
    "\"1\"",
    "\"-1\"",
    "\"1.5\"",
    "\" 1\"",
    "\"1e3\"",
    "\"0x1\"",
    "\"true\"",
    "\"false\"",
    "\"ack\"",
    "\"\\u0061ck\"",
    "\"a\\\"b\"",
    "\"a\\\\\"",
    "\"a\\qb\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"gr\u00c3\u00bc\u00c3\u009fe\"",
    "\"\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080\"",
    "\"\u00fc\"",
    "\"\u00c3\"",
    "\"\u00ed\u00a0\u0080\"",
    "\"a\tb\"",
    "\"a\nb\"",
    "\"a\u0000b\"",
    "\"a\u001eb\"",
    "\"\u007f\"",
    "\"0123456789abcdef\"",
    "\"0123456789abcdeg\"",
    "\"initial\"",
    "\"1RTT\"",
    "\"transport:packet_sent\"",
    "\"moqt:subgroup_object_parsed\"",
    "\"recovery:metrics_updated\"",
    "\"a\\\",\\\"b\\\":\\\"c\"",
    "\"a\",\"b\":\"c\"",
    "\"relative\"",
    "\"delta\""
  };

  private static final String[] OTHERS = {
    "null",
    "true",
    "false",
    "nul",
    "True",
    "tru",
    "nullx",
    "undefined",
    "{}",
    "[]",
    "[{}]",
    "[[]]",
    "[1,2]",
    "[[1,2],[4]]",
    "[\"1\",[\"2\",\"3\"],[]]",
    "{\"length\":1}",
    "[{\"length\":1},{\"payload_length\":2}]",
    "{\"time\":1,\"name\":\"x\"}",
    "[{\"frame_type\":\"ack\",\"acked_ranges\":[[0,1]]},1,null]",
    "{\"total\":7}",
    "{\"value\":\"x\",\"value_bytes\":\"0x61\"}",
    "{,}",
    "[,]",
    "{\"a\"}",
    "{\"a\":}",
    "{1:2}",
    "{\"a\":1,}",
    "[1,]",
    "[1 2]"
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** The bytes changed in some ways. */
  byte[] of(byte[] bytes) {
    String log = new String(bytes, ISO_8859_1);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      log = changed(log);
    }
    return log.getBytes(ISO_8859_1);
  }

  private String changed(String log) {
    if (log.isEmpty()) {
      return pick(STRUCTURE);
    }
    return switch (random.nextInt(24)) {
      case 0 -> flipped(log);
      case 1 -> replaced(log, at(log), random.nextInt(8), "");
      case 2 -> replaced(log, at(log), random.nextInt(400), "");
      case 3, 4 -> replaced(log, at(log), random.nextInt(2), pick(STRUCTURE));
      case 5 -> repeated(log);
      case 6 -> swapped(log);
      case 7 -> log.substring(0, at(log));
      case 8, 9, 10 -> withValue(log, pick(NUMBERS));
      case 11 -> withValue(log, number());
      case 12, 13 -> withValue(log, pick(TEXTS));
      case 14 -> withValue(log, "\"" + number() + "\"");
      case 15 -> withValue(log, pick(OTHERS));
      case 16 -> withValue(log, nested());
      case 17, 18 -> withName(log);
      case 19 -> spaced(log);
      case 20 -> shuffled(log);
      case 21 -> log.replace("\n", random.nextBoolean() ? "\r\n" : pick(SPACE));
      case 22 -> random.nextBoolean() ? "\u00ef\u00bb\u00bf" + log : log.replace("\u001e", "");
      default -> withMember(log);
    };
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private int at(String log) {
    return random.nextInt(log.length());
  }

  private static String replaced(String log, int from, int length, String by) {
    return log.substring(0, from) + by + log.substring(Math.min(log.length(), from + length));
  }

  private String flipped(String log) {
    int at = at(log);
    char flipped = (char) (log.charAt(at) ^ 1 << random.nextInt(8));
    return replaced(log, at, 1, String.valueOf(flipped));
  }

  private String repeated(String log) {
    int from = at(log);
    int to = Math.min(log.length(), from + random.nextInt(300));
    return replaced(log, random.nextBoolean() ? to : at(log), 0, log.substring(from, to));
  }

  private String swapped(String log) {
    int a = at(log);
    int b = a + random.nextInt(log.length() - a);
    int c = b + random.nextInt(log.length() - b);
    return log.substring(0, a) + log.substring(b, c) + log.substring(a, b) + log.substring(c);
  }

  /** A number of any length, with or without fraction and exponent. */
  private String number() {
    StringBuilder number = new StringBuilder(random.nextInt(8) == 0 ? "-" : "");
    digits(1 + random.nextInt(22), number);
    if (random.nextBoolean()) {
      digits(1 + random.nextInt(30), number.append('.'));
    }
    if (random.nextInt(4) == 0) {
      number.append(random.nextBoolean() ? "e" : "E").append(pick(new String[] {"", "-", "+"}));
      digits(1 + random.nextInt(3), number);
    }
    return number.toString();
  }

  private void digits(int count, StringBuilder into) {
    for (int i = 0; i < count; i++) {
      into.append((char) ('0' + random.nextInt(10)));
    }
  }

  private String nested() {
    int depth = 1 + random.nextInt(random.nextBoolean() ? 8 : 150);
    String[] kinds = {"[", "{\"a\":", "{\"address_v4\":", "{\"standalone_fetch\":", "[ 1 ,"};
    String open = pick(kinds);
    String close = open.startsWith("[") ? "]" : "}";
    return open.repeat(depth) + "1" + close.repeat(random.nextInt(9) == 0 ? depth - 1 : depth);
  }

  /** A match of the pattern behind a random place, or null. */
  private Matcher somewhere(Pattern pattern, String log) {
    Matcher matcher = pattern.matcher(log);
    return matcher.find(at(log)) || matcher.find(0) ? matcher : null;
  }

  private String withValue(String log, String value) {
    Matcher found = somewhere(SCALAR, log);
    return found == null
        ? log
        : log.substring(0, found.start(1)) + value + log.substring(found.end(1));
  }

  private String withName(String log) {
    Matcher found = somewhere(NAME, log);
    if (found == null) {
      return log;
    }
    String name = found.group(1);
    String changed =
        switch (random.nextInt(10)) {
          case 0 -> name.substring(0, random.nextInt(name.length()));
          case 1 -> name + "s";
          case 2 -> name + "_length_of_another_member_that_is_long".substring(random.nextInt(20));
          case 3 -> "\\u%04x".formatted((int) name.charAt(0)) + name.substring(1);
          case 4 -> name + "\\\"";
          case 5 -> "\u00c3\u00bc" + name;
          case 6 -> name + "\0";
          case 7 -> "";
          case 8 -> name.toUpperCase(Locale.ROOT);
          default -> otherName(log);
        };
    return log.substring(0, found.start(1)) + changed + log.substring(found.end(1));
  }

  private String otherName(String log) {
    Matcher other = somewhere(NAME, log);
    return other == null ? "time" : other.group(1);
  }

  /** A member of one object copied to another, or back into its own. */
  private String withMember(String log) {
    int brace = log.indexOf('{', at(log));
    if (brace < 0) {
      return log;
    }
    String[][] values = {NUMBERS, TEXTS, OTHERS};
    String value = pick(values[random.nextInt(3)]);
    return replaced(log, brace + 1, 0, "\"" + otherName(log) + "\":" + value + ",");
  }

  /** White space between many tokens. */
  private String spaced(String log) {
    StringBuilder spaced = new StringBuilder(log.length() * 2);
    boolean inText = false;
    String space = pick(SPACE);
    int oneOf = 1 + random.nextInt(40);
    for (int i = 0; i < log.length(); i++) {
      char c = log.charAt(i);
      boolean structure = !inText && "{}[],:".indexOf(c) >= 0;
      if (structure && random.nextInt(oneOf) == 0) {
        spaced.append(space);
      }
      spaced.append(c);
      if (structure && random.nextInt(oneOf) == 0) {
        spaced.append(space);
      }
      inText ^= c == '"' && (i == 0 || log.charAt(i - 1) != '\\');
    }
    return spaced.toString();
  }

  /** The members of one line in another order. */
  private String shuffled(String log) {
    int from = log.lastIndexOf("{\"time", at(log));
    if (from < 0) {
      return log;
    }
    try {
      JsonNode event = JSON.readTree(log.substring(from));
      String text = event.toString();
      int end = log.indexOf('\n', from);
      if (!event.isObject() || end < 0) {
        return log;
      }
      List<String> names = new ArrayList<>();
      event.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      ObjectNode other = JSON.createObjectNode();
      names.forEach(name -> other.set(name, event.get(name)));
      return log.substring(0, from) + (random.nextBoolean() ? other : text) + log.substring(end);
    } catch (IOException e) {
      return log;
    }
  }
}
