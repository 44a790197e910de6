// SPDX-License-Identifier: MIT
package twinport.pki;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/// A private key under a passphrase: PKCS#8 EncryptedPrivateKeyInfo (RFC 5958) with PBES2, PBKDF2
/// with HMAC-SHA-256 and AES-256 in CBC mode (RFC 8018), which OpenSSL reads.
final class SealedKey {
    /// A file that asks for more is refused: it would only keep us busy.
    private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(10_000_000);

    private static final int SALT_BYTES = 16;
    private static final int BLOCK_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final ASN1ObjectIdentifier AES_256_CBC = NISTObjectIdentifiers.id_aes256_CBC;
    private static final AlgorithmIdentifier HMAC_SHA256 =
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

    private SealedKey() {}

    static byte[] seal(PrivateKey key, char[] passphrase, int iterations, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] iv = new byte[BLOCK_BYTES];
        random.nextBytes(salt);
        random.nextBytes(iv);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, passphrase, salt, iterations, iv)
                            .doFinal(key.getEncoded());
            var kdf =
                    new KeyDerivationFunc(
                            PKCSObjectIdentifiers.id_PBKDF2,
                            new PBKDF2Params(salt, iterations, KEY_BYTES, HMAC_SHA256));
            var scheme = new EncryptionScheme(AES_256_CBC, new DEROctetString(iv));
            var algorithm =
                    new AlgorithmIdentifier(
                            PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(kdf, scheme));
            return new EncryptedPrivateKeyInfo(algorithm, sealed).getEncoded();
        } catch (GeneralSecurityException | IOException cannotHappen) {
            throw new IllegalStateException("this Java cannot seal a key", cannotHappen);
        }
    }

    /// @param where it is from, for the message
    /// @throws WrongPassphraseException if the passphrase is wrong, or the bytes are damaged
    /// @throws PkiException if they are sealed in another way
    static PrivateKey open(byte[] der, char[] passphrase, String where) throws PkiException {
        try {
            var info = EncryptedPrivateKeyInfo.getInstance(der);
            var algorithm = info.getEncryptionAlgorithm();
            if (!PKCSObjectIdentifiers.id_PBES2.equals(algorithm.getAlgorithm())) {
                throw another(where);
            }
            var parameters = PBES2Parameters.getInstance(algorithm.getParameters());
            var scheme = parameters.getEncryptionScheme();
            var derivation = parameters.getKeyDerivationFunc();
            if (!PKCSObjectIdentifiers.id_PBKDF2.equals(derivation.getAlgorithm())
                    || !AES_256_CBC.equals(scheme.getAlgorithm())) {
                throw another(where);
            }
            var kdf = PBKDF2Params.getInstance(derivation.getParameters());
            if (!HMAC_SHA256.getAlgorithm().equals(kdf.getPrf().getAlgorithm())
                    || kdf.getIterationCount().compareTo(MOST_ITERATIONS) > 0) {
                throw another(where);
            }
            byte[] iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
            byte[] open =
                    cipher(
                                    Cipher.DECRYPT_MODE,
                                    passphrase,
                                    kdf.getSalt(),
                                    kdf.getIterationCount().intValueExact(),
                                    iv)
                            .doFinal(info.getEncryptedData());
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(open));
        } catch (GeneralSecurityException | IllegalArgumentException | ArithmeticException e) {
            throw new WrongPassphraseException(
                    where + " does not open: the passphrase is wrong, or the file is damaged");
        }
    }

    private static PkiException another(String where) {
        return new PkiException(
                where
                        + " is sealed in a way that is not read: PBES2 with PBKDF2 (HMAC-SHA-256) and"
                        + " AES-256-CBC is");
    }

    private static Cipher cipher(
            int mode, char[] passphrase, byte[] salt, int iterations, byte[] iv)
            throws GeneralSecurityException {
        var spec = new PBEKeySpec(passphrase, salt, iterations, KEY_BYTES * Byte.SIZE);
        byte[] key =
                SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(spec)
                        .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher;
    }
}
