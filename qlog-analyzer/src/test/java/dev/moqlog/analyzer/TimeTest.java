package dev.moqlog.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.moqlog.analyzer.summary.ConnectionSummary;
import dev.moqlog.analyzer.summary.ConnectionSummary.Flag;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the times of a log mean, in every style there was. */
class TimeTest {

  /** Events at the times given, separated by spaces. */
  private static ConnectionSummary connection(String header, String times) {
    StringBuilder text = new StringBuilder(Qlogs.sequence(Qlogs.json(header)));
    for (String time : times.split(" ")) {
      text.append(Qlogs.sequence(Qlogs.json("{'time':" + time + ",'name':'x:y','data':{}}")));
    }
    return Qlogs.only(Qlogs.analyze(text.toString()));
  }

  private static String header(String version, String commonFields) {
    return "{" + version + ",'trace':{'common_fields':{" + commonFields + "}}}";
  }

  private static void expect(ConnectionSummary connection, String start, double durationMillis) {
    assertThat(connection.durationNanos()).hasValue(Math.round(durationMillis * 1e6));
    if (start == null) {
      assertThat(connection.startTime()).isEmpty();
    } else {
      assertThat(connection.startTime()).contains(Instant.parse(start));
    }
    assertThat(connection.flags()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ''                        | 1600000000000 1600000000250.5 | 2020-09-13T12:26:40Z     | 250.5
          'time_format':'absolute'  | 1600000000000.25 1600000000001 | 2020-09-13T12:26:40.000250Z | 0.75
          'time_format':'absolute'  | 5 30                          |                          | 25
          'time_format':'relative','reference_time':1600000000000     | 0 25.5 | 2020-09-13T12:26:40Z | 25.5
          'time_format':'relative','reference_time':1600000000000     | 1 26.5 | 2020-09-13T12:26:40.001Z | 25.5
          'time_format':'relative','reference_time':'1600000000000'   | 0 25.5 | 2020-09-13T12:26:40Z | 25.5
          'time_format':'relative','reference_time':'1600000000.5'    | 0 25.5 | 2020-09-13T12:26:40.500Z | 25.5
          'time_format':'relative','reference_time':'2020-09-13T12:26:40Z' | 0 25.5 | 2020-09-13T12:26:40Z | 25.5
          'time_format':'relative','reference_time':0                 | 0 25.5 |                      | 25.5
          'time_format':'relative'                                    | 0 25.5 |                      | 25.5
          'time_format':'delta','reference_time':1600000000000        | 0 10 15.5 | 2020-09-13T12:26:40Z | 25.5
          'time_format':'delta'                                       | 1600000000000 10 15.5 | 2020-09-13T12:26:40Z | 25.5
          """)
  void numericReferenceTimes(String commonFields, String times, String start, double duration) {
    String fields = commonFields.equals("''") ? "" : commonFields;
    expect(connection(header("'qlog_version':'0.3'", fields), times), start, duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'epoch':'1970-01-01T00:00:00.000Z','clock_type':'system' | 1600000000000 1600000000025.5 | 2020-09-13T12:26:40Z
          'epoch':'2020-09-13T12:26:40.000Z','clock_type':'system' | 0 25.5                        | 2020-09-13T12:26:40Z
          'epoch':'2020-09-13T14:26:40+02:00'                      | 0 25.5                        | 2020-09-13T12:26:40Z
          'epoch':'unknown','clock_type':'monotonic'               | 7 32.5                        |
          'epoch':'unknown','clock_type':'monotonic','wall_clock_time':'2020-09-13T12:26:40Z' | 0 25.5 | 2020-09-13T12:26:40Z
          """)
  void referenceTimesOfTheLatestSchema(String reference, String times, String start) {
    String header =
        header("'file_schema':'urn:ietf:params:qlog:file:sequential'", "'reference_time':{%s}")
            .formatted(reference);
    expect(connection(header, times), start, 25.5);
    header =
        header(
                "'file_schema':'urn:ietf:params:qlog:file:sequential'",
                "'time_format':'relative_to_epoch','reference_time':{%s}")
            .formatted(reference);
    expect(connection(header, times), start, 25.5);
  }

  @Test
  void timesRelativeToThePreviousEvent() {
    String header =
        header(
            "'file_schema':'urn:ietf:params:qlog:file:sequential'",
            "'time_format':'relative_to_previous_event','reference_time':"
                + "{'epoch':'2020-09-13T12:26:40Z','clock_type':'system'}");
    expect(connection(header, "0.5 10 15.5 0"), "2020-09-13T12:26:40.000500Z", 25.5);
  }

  @ParameterizedTest
  @CsvSource({
    "relative_time,ms,0 10 25.5,25.5",
    "relative_time,us,0 10000 25500,25.5",
    "delta_time,ms,0 10 15.5,25.5",
    "delta_time,us,0 10000 15500,25.5",
    "time,ms,5 10 30.5,25.5"
  })
  void columnsOfTheFirstDrafts(String column, String unit, String times, double duration) {
    StringBuilder events = new StringBuilder();
    for (String time : times.split(" ")) {
      events.append(events.isEmpty() ? "" : ",").append("['" + time + "','x','y',{}]");
    }
    String file =
        "{'qlog_version':'draft-00','traces':[{'configuration':{'time_units':'%s'},'event_fields':['%s','category','event_type','data'],'events':[%s]}]}"
            .formatted(unit, column, events);
    expect(Qlogs.only(Qlogs.analyze(Qlogs.json(file))), null, duration);
  }

  @Test
  void anEventMayHaveItsOwnFormat() {
    String header =
        header("'qlog_version':'0.3'", "'time_format':'relative','reference_time':1600000000000");
    String text =
        Qlogs.sequence(
            Qlogs.json(header),
            Qlogs.json("{'time':0,'name':'x:y','data':{}}"),
            Qlogs.json("{'time':1600000000010,'time_format':'absolute','name':'x:y','data':{}}"),
            Qlogs.json("{'time':15.5,'time_format':'delta','name':'x:y','data':{}}"),
            Qlogs.json("{'time':20,'name':'x:y','data':{}}"));
    ConnectionSummary connection = Qlogs.only(Qlogs.analyze(text));
    assertThat(connection.durationNanos()).hasValue(25_500_000);
    assertThat(connection.flags()).containsExactly(Flag.CLOCK_WENT_BACKWARDS);
  }

  @Test
  void aClockThatGoesBackwardsIsToldAndTheDurationSpansAll() {
    String header = header("'qlog_version':'0.3'", "'time_format':'relative','reference_time':0");
    ConnectionSummary connection = connection(header, "10 30 5 20");
    assertThat(connection.flags()).containsExactly(Flag.CLOCK_WENT_BACKWARDS);
    assertThat(connection.durationNanos()).hasValue(25_000_000);
  }

  @Test
  void negativeDeltasAreAClockThatGoesBackwards() {
    ConnectionSummary connection =
        connection(header("'qlog_version':'0.3'", "'time_format':'delta'"), "10 20 -25");
    assertThat(connection.flags()).containsExactly(Flag.CLOCK_WENT_BACKWARDS);
    assertThat(connection.durationNanos()).hasValue(25_000_000);
  }

  @Test
  void timesAreExactToTheNanosecond() {
    String header = header("'qlog_version':'0.3'", "'time_format':'absolute'");
    ConnectionSummary connection = connection(header, "1600000000000.000001 1600000000000.123457");
    assertThat(connection.durationNanos()).hasValue(123_456);
    assertThat(connection.startTime()).contains(Instant.parse("2020-09-13T12:26:40.000000001Z"));
  }

  @Test
  void timesInStringsAreNumbers() {
    String header = header("'qlog_version':'0.3'", "'time_format':'relative'");
    assertThat(connection(header, "'1.5' '27'").durationNanos()).hasValue(25_500_000);
  }

  /** Delta times add up in the order of the file, before events are split by connection. */
  @Test
  void deltasRunOverAllConnectionsOfATrace() {
    StringBuilder text =
        new StringBuilder(
            Qlogs.sequence(Qlogs.json(header("'qlog_version':'0.3'", "'time_format':'delta'"))));
    for (String group : List.of("a", "b", "a", "b")) {
      String event = "{'time':10,'group_id':'" + group + "','name':'x:y','data':{}}";
      text.append(Qlogs.sequence(Qlogs.json(event)));
    }
    assertThat(Qlogs.analyze(text.toString()).connections())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.durationNanos()).hasValue(20_000_000));
  }
}
