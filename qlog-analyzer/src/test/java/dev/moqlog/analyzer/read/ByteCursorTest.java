package dev.moqlog.analyzer.read;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteCursorTest {

  private final ByteCursor cursor = new ByteCursor();

  private void begin(String json) {
    byte[] bytes = json.getBytes(US_ASCII);
    cursor.begin(Arrays.copyOf(bytes, bytes.length + ByteWindow.PADDING), 0);
  }

  @Test
  void whatAnEventThatWasCutTaughtDoesNotHoldUpThoseBehindIt() {
    begin("{\"data\":");
    cursor.firstMember();
    cursor.skip();
    assertThat(cursor.failed()).isTrue();
    for (int i = 0; i < 2; i++) {
      begin("{\"data\": {\"packet_number\": 7}}");
      assertThat(cursor.firstMember()).isEqualTo(MemberName.DATA);
      assertThat(cursor.firstMember()).isEqualTo(MemberName.PACKET_NUMBER);
      assertThat(cursor.unsigned()).isEqualTo(7);
      assertThat(cursor.nextMember()).isNull();
      assertThat(cursor.nextMember()).isNull();
      assertThat(cursor.failed()).isFalse();
    }
  }

  @Test
  void anEventMayBeSpacedInAnotherWayThanTheOneBeforeIt() {
    for (String json :
        new String[] {
          "{\"a\":1,\"name\":2}", "{ \"a\" : 1 , \"name\" : 2 }", "{\"a\": 1, \"name\":\t2}",
          "{\"a\":1,\"name\":2}", "{\n\"a\":\n1\n,\n\"name\":\n2\n}", "{\"a\":1,\"name\":   2}"
        }) {
      begin(json);
      assertThat(cursor.firstMember()).isEqualTo(MemberName.OTHER);
      assertThat(cursor.unsigned()).isEqualTo(1);
      assertThat(cursor.nextMember()).isEqualTo(MemberName.NAME);
      assertThat(cursor.unsigned()).isEqualTo(2);
      assertThat(cursor.nextMember()).isNull();
      assertThat(cursor.failed()).isFalse();
    }
  }
}
