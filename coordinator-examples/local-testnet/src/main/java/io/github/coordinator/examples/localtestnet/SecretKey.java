package io.github.coordinator.examples.localtestnet;

import io.github.coordinator.examples.embedding.JoinProof;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The Ed25519 key of a client or of the server. In a file it is a PKCS #8 key in PEM, as OpenSSL and others write and read
 * it.
 */
final class SecretKey {
    /** The length of a secret key, and of a public one. */
    static final int BYTES = JoinProof.KEY_BYTES;

    private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PEM_END = "-----END PRIVATE KEY-----";

    private final byte[] secret;
    private final KeyPair pair;

    private SecretKey(byte[] secret) {
        this.secret = secret.clone();
        try {
            // The generator takes its random bytes as the secret. Nothing else in Java makes the public key of a given
            // secret.
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(this.secret));
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has Ed25519", impossible);
        }
        if (!Arrays.equals(pair.getPrivate().getEncoded(), pkcs8())) {
            throw new IllegalStateException("the key generator made another key than the given one");
        }
    }

    static SecretKey of(byte[] secret) {
        return new SecretKey(secret);
    }

    static SecretKey create(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new SecretKey(secret);
    }

    /**
     * Reads a key, or makes a new one and writes it where there is no such file.
     *
     * @throws WrongUsageException if the file is no key, or cannot be read or written
     */
    static SecretKey load(Path file, SecureRandom random) {
        try {
            if (Files.notExists(file)) {
                SecretKey made = create(random);
                made.write(file);
                return made;
            }
            return new SecretKey(parse(file, Files.readString(file, StandardCharsets.US_ASCII)));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            return load(file, random);
        } catch (IOException failed) {
            throw new WrongUsageException("the key file " + file + " cannot be read or written");
        }
    }

    private static byte[] parse(Path file, String pem) {
        String text = pem.strip();
        if (text.startsWith(PEM_BEGIN) && text.endsWith(PEM_END)) {
            try {
                byte[] bytes = Base64.getMimeDecoder()
                        .decode(text.substring(PEM_BEGIN.length(), text.length() - PEM_END.length()));
                if (bytes.length == PKCS8_PREFIX.length + BYTES
                        && Arrays.equals(bytes, 0, PKCS8_PREFIX.length, PKCS8_PREFIX, 0, PKCS8_PREFIX.length)) {
                    return Arrays.copyOfRange(bytes, PKCS8_PREFIX.length, bytes.length);
                }
            } catch (IllegalArgumentException noBase64) {
                // Refused below.
            }
        }
        throw new WrongUsageException("the file " + file + " is no Ed25519 key in PEM (PKCS #8)");
    }

    /** Only the owner may read the file, where the file system knows owners. */
    private void write(Path file) throws IOException {
        boolean hasOwners = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = hasOwners
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(file, attributes);
        Files.writeString(file, PEM_BEGIN + "\n" + Base64.getEncoder().encodeToString(pkcs8()) + "\n" + PEM_END + "\n");
    }

    private byte[] pkcs8() {
        byte[] bytes = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + BYTES);
        System.arraycopy(secret, 0, bytes, PKCS8_PREFIX.length, BYTES);
        return bytes;
    }

    /** The 32 bytes by which others know this key. */
    byte[] publicKey() {
        byte[] x509 = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(x509, x509.length - BYTES, x509.length);
    }

    /** The signature by which the owner of this key joins. */
    byte[] sign(JoinProof proof) {
        return sign(proof.message(publicKey()));
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a generated key can sign", impossible);
        }
    }

    /** Gives the bytes that it was given. */
    private static final class GivenBytes extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] given;

        GivenBytes(byte[] given) {
            super();
            this.given = given;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(given, 0, bytes, 0, bytes.length);
        }
    }
}
