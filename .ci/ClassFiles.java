import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes the old class files of a jar (picocli's are of Java 5) in a newer format, which says how
 * each method is to be verified. The JVM's archives of classes hold no older ones, so that they
 * would be read and verified at each start: half of what {@code chat --version} takes.
 *
 * <p>Reads the jar named first and writes the one named second, which comes at once: a program that
 * runs from one of that name goes on with the one it began with. The first is gone then.
 */
final class ClassFiles {
  private static final int OLDEST_ARCHIVED = ClassFile.JAVA_6_VERSION;
  private static final int NEWER = ClassFile.JAVA_8_VERSION;
  private static final int MAJOR_AT = 6;

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path result = Path.of(args[1]);
    Path made = Path.of(args[1] + ".made");
    try (ZipFile in = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
      ClassFile format =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ConstantPoolSharingOption.NEW_POOL, // or methods would be copied as is
              ClassFile.ClassHierarchyResolverOption.of(hierarchy(in)));
      for (ZipEntry entry : Collections.list(in.entries())) {
        byte[] bytes = in.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".class")
            && ByteBuffer.wrap(bytes).getShort(MAJOR_AT) < OLDEST_ARCHIVED) {
          bytes = newer(format, bytes);
        }
        ZipEntry same = new ZipEntry(entry.getName());
        same.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(same);
        out.write(bytes);
        out.closeEntry();
      }
    }
    Files.move(made, result, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(jar);
  }

  private static byte[] newer(ClassFile format, byte[] bytes) {
    return format.transformClass(
        format.parse(bytes),
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(NEWER, 0);
          } else {
            builder.with(element);
          }
        });
  }

  /** Which class extends which, from the jar itself and from the platform. */
  private static ClassHierarchyResolver hierarchy(ZipFile jar) {
    return ClassHierarchyResolver.ofResourceParsing(
            (ClassDesc type) -> {
              String name = type.descriptorString();
              ZipEntry entry = jar.getEntry(name.substring(1, name.length() - 1) + ".class");
              try {
                return entry == null ? null : jar.getInputStream(entry);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .orElse(ClassHierarchyResolver.defaultResolver());
  }
}
