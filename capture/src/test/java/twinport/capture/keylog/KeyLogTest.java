// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class KeyLogTest {
    /// What a sink was told.
    private static final class Heard implements SecretSink {
        final List<String> labels = Collections.synchronizedList(new ArrayList<>());
        final List<String> states = new ArrayList<>();

        @Override
        public void started() {
            states.add("started");
        }

        @Override
        public void stopped() {
            states.add("stopped");
        }

        @Override
        public void secret(String label, byte[] clientRandom, byte[] secret) {
            labels.add(label);
        }
    }

    @Test
    void theCheckWithOurselvesIsDecryptedOverBothProtocols() throws Exception {
        Heard heard = new Heard();
        try (KeyLog keyLog = KeyLog.install(heard)) {
            keyLog.selfCheck();
        }
        assertThat(heard.labels)
                .contains("CLIENT_RANDOM")
                .contains("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET")
                .contains("CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0");
        assertThat(heard.states).containsExactly("started", "stopped");
    }

    @Test
    void theCheckFailsWhereTlsGoesPastTheProviders() throws Exception {
        Heard heard = new Heard();
        try (KeyLog keyLog = KeyLog.install(heard)) {
            Security.removeProvider(KeyLogProvider.NAME);
            assertThatThrownBy(keyLog::selfCheck)
                    .isInstanceOf(KeyLogException.class)
                    .hasMessageContaining("SunJSSE")
                    .hasMessageContaining("start without --keylog");
        }
    }

    @Test
    void theCheckFailsWhereSecretsAreDerivedElsewhere() throws Exception {
        Heard heard = new Heard();
        try (KeyLog keyLog = KeyLog.install(heard)) {
            // as if this Java's TLS derived its secrets by somebody else's work
            Provider other = new PlainKdf();
            Security.insertProviderAt(other, 1);
            try {
                assertThatThrownBy(keyLog::selfCheck)
                        .isInstanceOf(KeyLogException.class)
                        .hasMessageContaining("TLSv1.3")
                        .hasMessageContaining("Java " + Runtime.version());
            } finally {
                Security.removeProvider(other.getName());
            }
        }
    }

    private static final class PlainKdf extends Provider {
        private static final long serialVersionUID = 1;

        PlainKdf() {
            super("PlainKdf", "1", "the JDK's key derivation, before the key log's");
            for (String name : List.of("HKDF-SHA256", "HKDF-SHA384")) {
                Service jdk = Security.getProvider(KeyLog.JDK_CRYPTO).getService("KDF", name);
                putService(
                        new Service(this, "KDF", name, jdk.getClassName(), null, null) {
                            @Override
                            public Object newInstance(@Nullable Object parameter)
                                    throws NoSuchAlgorithmException {
                                return jdk.newInstance(parameter);
                            }
                        });
            }
        }
    }

    @Test
    void nothingOfItIsLeftWhenItIsClosed() throws Exception {
        String before = SSLContext.getDefault().getProvider().getName();
        Heard heard = new Heard();
        KeyLog.install(heard).close();
        assertThat(Security.getProvider(KeyLogProvider.NAME)).isNull();
        assertThat(System.getProperty("jdk.tls.server.enableSessionTicketExtension")).isNull();
        assertThat(SSLContext.getInstance("TLS").getProvider().getName()).isEqualTo(before);
        assertThat(KDF.getInstance("HKDF-SHA256").getProviderName()).isEqualTo(KeyLog.JDK_CRYPTO);
    }

    @Test
    void onlyOneIsInstalledAtATime() throws Exception {
        Heard heard = new Heard();
        try (KeyLog first = KeyLog.install(heard)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> KeyLog.install(new Heard()))
                    .isInstanceOf(KeyLogException.class)
                    .hasMessageContaining("already installed");
        }
        assertThat(heard.states).containsExactly("started", "stopped");
    }

    @Test
    void derivationsOutsideAHandshakeAreNotNoted() throws Exception {
        Heard heard = new Heard();
        byte[] trafficLabel = new byte[3 + 18 + 1];
        trafficLabel[1] = 32;
        trafficLabel[2] = 18;
        byte[] text = "tls13 c ap traffic".getBytes(US_ASCII);
        System.arraycopy(text, 0, trafficLabel, 3, text.length);
        SecretKeySpec key = new SecretKeySpec(new byte[32], "HKDF");
        HKDFParameterSpec expand = HKDFParameterSpec.expandOnly(key, trafficLabel, 32);
        byte[] plain = KDF.getInstance("HKDF-SHA256").deriveData(expand);
        try (KeyLog keyLog = KeyLog.install(heard)) {
            assertThat(keyLog).isNotNull();
            assertThat(KDF.getInstance("HKDF-SHA256").deriveData(expand)).isEqualTo(plain);
        }
        assertThat(heard.labels).isEmpty();
    }
}
