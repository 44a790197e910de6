// SPDX-License-Identifier: MIT
package twinport.capture.keylog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/// HKDF as the JDK does it. Of the key schedule of TLS 1.3 (RFC 8446 section 7.1) it notes the
/// traffic secrets.
///
/// The traffic secrets of client and server are expanded from the same secret and transcript, but
/// JSSE's server asks for the client's application secret only after the client's Finished came in,
/// when the first messages may already have passed the tap. So whichever is asked for first, both
/// are noted.
final class NotingHkdf extends KDFSpi {
    private static final String PREFIX = "tls13 ";

    /// Labels of RFC 8446 section 7.1 and their names in the NSS key log format.
    private static final Map<String, String> NOTED =
            Map.of(
                    "c e traffic", "CLIENT_EARLY_TRAFFIC_SECRET",
                    "c hs traffic", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                    "s hs traffic", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                    "c ap traffic", "CLIENT_TRAFFIC_SECRET_0",
                    "s ap traffic", "SERVER_TRAFFIC_SECRET_0");

    /// HkdfLabel: two bytes length of the output, one byte length of the label, the label.
    private static final int LABEL_LENGTH_AT = 2;

    private static final int LABEL_AT = 3;

    private final KeyLog keyLog;
    private final KDF jdk;

    NotingHkdf(KeyLog keyLog, String algorithm, @Nullable KDFParameters parameters)
            throws GeneralSecurityException {
        super(parameters);
        this.keyLog = keyLog;
        this.jdk =
                parameters == null
                        ? KDF.getInstance(algorithm, KeyLog.JDK_CRYPTO)
                        : KDF.getInstance(algorithm, parameters, KeyLog.JDK_CRYPTO);
    }

    @Override
    protected @Nullable KDFParameters engineGetParameters() {
        return jdk.getParameters();
    }

    @Override
    protected SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec spec)
            throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
        note(spec);
        return jdk.deriveKey(algorithm, spec);
    }

    @Override
    protected byte[] engineDeriveData(AlgorithmParameterSpec spec)
            throws InvalidAlgorithmParameterException {
        note(spec);
        return jdk.deriveData(spec);
    }

    private void note(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
        if (!HandshakeNote.CURRENT.isBound()
                || !(spec instanceof HKDFParameterSpec.Expand expand)) {
            return;
        }
        byte[] info = expand.info();
        String label = label(info);
        String name = NOTED.get(label);
        if (info == null || name == null) {
            return;
        }
        note(name, expand, info);
        byte[] sibling = info.clone();
        int side = LABEL_AT + PREFIX.length();
        sibling[side] = (byte) (info[side] == 'c' ? 's' : 'c');
        String siblingName = NOTED.get(label(sibling));
        if (siblingName != null) {
            note(siblingName, expand, sibling);
        }
    }

    private void note(String name, HKDFParameterSpec.Expand expand, byte[] info)
            throws InvalidAlgorithmParameterException {
        byte[] secret =
                jdk.deriveData(HKDFParameterSpec.expandOnly(expand.prk(), info, expand.length()));
        keyLog.note(name, HandshakeNote.CURRENT.get(), secret);
    }

    private static String label(byte @Nullable [] info) {
        if (info == null || info.length <= LABEL_AT) {
            return "";
        }
        int length = info[LABEL_LENGTH_AT] & 0xFF;
        if (LABEL_AT + length > info.length) {
            return "";
        }
        String label = new String(info, LABEL_AT, length, StandardCharsets.US_ASCII);
        return label.startsWith(PREFIX) ? label.substring(PREFIX.length()) : "";
    }
}
