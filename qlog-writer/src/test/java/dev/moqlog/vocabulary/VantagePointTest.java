package dev.moqlog.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VantagePointTest {

  @ParameterizedTest
  @EnumSource
  void theNameMeansItselfInAnyLetterCase(VantagePoint point) {
    assertThat(VantagePoint.of(point.qlogName())).isEqualTo(point);
    assertThat(VantagePoint.of(point.qlogName().toUpperCase(Locale.ROOT))).isEqualTo(point);
  }

  @Test
  void anyOtherNameIsUnknown() {
    assertThat(VantagePoint.of("proxy")).isEqualTo(VantagePoint.UNKNOWN);
    assertThat(VantagePoint.of("")).isEqualTo(VantagePoint.UNKNOWN);
  }
}
