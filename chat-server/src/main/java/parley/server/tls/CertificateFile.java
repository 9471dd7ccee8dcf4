package parley.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.UUID;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import parley.server.config.UserError;

/**
 * Files of certificates and keys as they are written: whole or not at all, whatever happens to the
 * process, and readable by nobody else before the first byte where they are secret.
 */
final class CertificateFile {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private CertificateFile() {}

  /** Whether a file is there; a folder that may not be looked into is a fault, not a "no". */
  static boolean exists(Path file) throws UserError {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UserError("%s can't be read: %s.".formatted(file, UserError.reason(e)), e);
    }
  }

  /** Makes the folder for its owner alone (0700); one that exists stays as it is. */
  static void makeFolder(Path folder) throws UserError {
    try {
      Files.createDirectories(folder, mode("rwx------"));
    } catch (IOException e) {
      throw new UserError(
          "The certificate folder %s can't be made: %s; set certs.dir to one that can be written."
              .formatted(folder, UserError.reason(e)),
          e);
    }
  }

  /** For everybody to read: 0644. */
  static void writeCertificate(Path file, Identity identity) throws UserError {
    PemObject[] chain =
        identity.chain().stream()
            .map(certificate -> new PemObject("CERTIFICATE", Identity.encoded(certificate)))
            .toArray(PemObject[]::new);
    write(file, "rw-r--r--", chain);
  }

  /** For the owner alone: 0600, PKCS#8. */
  static void writeKey(Path file, Identity identity) throws UserError {
    write(file, "rw-------", new PemObject("PRIVATE KEY", identity.key().getEncoded()));
  }

  private static void write(Path file, String mode, PemObject... objects) throws UserError {
    Path fresh = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              EnumSet.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
              mode(mode))) {
        ByteBuffer bytes = ByteBuffer.wrap(pem(objects).getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UserError("%s can't be written: %s.".formatted(file, UserError.reason(e)), e);
    } finally {
      deleteQuietly(fresh);
    }
  }

  private static String pem(PemObject... objects) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      for (PemObject object : objects) {
        writer.writeObject(object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter has none
    }
    return text.toString();
  }

  /** The new name survives a power failure only once its folder is on disk too. */
  private static void syncFolder(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The failure that matters is on its way to the person; this file is only a leftover.
    }
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
