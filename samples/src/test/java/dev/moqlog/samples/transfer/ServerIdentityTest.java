package dev.moqlog.samples.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class ServerIdentityTest {
  @Test
  void holdsAKeyWithACertificateSignedByIt() throws Exception {
    ServerIdentity identity = ServerIdentity.create();

    X509Certificate certificate =
        (X509Certificate) identity.keyStore().getCertificate(identity.alias());
    certificate.verify(certificate.getPublicKey());
    assertThat(
            identity.keyStore().getKey(identity.alias(), identity.passwordChars()).getAlgorithm())
        .isEqualTo("EC");
  }
}
