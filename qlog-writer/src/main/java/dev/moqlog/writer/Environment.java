package dev.moqlog.writer;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Turns environment variables into a recorder. */
final class Environment {

  private static final String ENABLED = "MOQ_QLOG_ENABLED";
  private static final String RATE = "MOQ_QLOG_SAMPLE_RATE";
  private static final String DIRECTORY = "MOQ_QLOG_DIR";

  /** The variable of the drafts (main-schema section 12). */
  private static final String STANDARD_DIRECTORY = "QLOGDIR";

  private Environment() {}

  static QlogRecorder recorder(
      Map<String, String> variables, Consumer<QlogRecorderBuilder> further) {
    try {
      if (!isEnabled(variables)) {
        if (isSet(variables, RATE)) {
          ErrorLog.info(RATE + " is set, but nothing is captured unless " + ENABLED + "=true");
        }
        return QlogRecorder.disabled();
      }
      QlogRecorderBuilder builder = builder(variables);
      further.accept(builder);
      return builder.build();
    } catch (IllegalArgumentException e) {
      ErrorLog.wrongSetting(e.getMessage() + "; capture is off");
    } catch (IOException | RuntimeException e) {
      ErrorLog.wrongSetting("cannot capture: " + e.getMessage() + "; capture is off");
    }
    return QlogRecorder.disabled();
  }

  /** The builder with everything that the variables say. */
  static QlogRecorderBuilder builder(Map<String, String> variables) {
    QlogRecorderBuilder builder = QlogRecorder.builder(directory(variables));
    builder.sampleRate(EnvironmentVariable.DEFAULT_RATE);
    for (EnvironmentVariable variable : EnvironmentVariable.values()) {
      if (isSet(variables, variable.variableName())) {
        variable.apply(builder, variables.get(variable.variableName()));
      }
    }
    return builder;
  }

  private static boolean isEnabled(Map<String, String> variables) {
    if (!isSet(variables, ENABLED)) {
      return false;
    }
    return EnvironmentVariable.bool(ENABLED, variables.get(ENABLED));
  }

  private static Path directory(Map<String, String> variables) {
    String name = isSet(variables, DIRECTORY) ? DIRECTORY : STANDARD_DIRECTORY;
    String value = isSet(variables, name) ? variables.get(name) : "qlog";
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(name + " is no path: " + e.getMessage());
    }
  }

  private static boolean isSet(Map<String, String> variables, String name) {
    String value = variables.get(name);
    return value != null && !value.isBlank();
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
