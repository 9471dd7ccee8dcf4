import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs google-java-format over every Java source below the current folder: {@code check} fails with
 * the names of files it would change, {@code write} changes them. A program of its own, because it
 * has to run on the JDK whose language the sources are written in, while Maven may run on an older
 * one.
 */
final class Format {
  private static final String REMEDY = "mvn -q -N validate -Pformat";

  public static void main(String[] args) throws Exception {
    boolean write = args.length == 1 && args[0].equals("write");
    List<String> arguments = new ArrayList<>(List.of(write ? "--replace" : "--dry-run"));
    arguments.addAll(sources(Path.of("")));

    StringWriter changed = new StringWriter();
    PrintWriter errors = new PrintWriter(System.err, true);
    int status =
        new Main(new PrintWriter(changed, true), errors, InputStream.nullInputStream())
            .format(arguments.toArray(String[]::new));
    if (!changed.toString().isEmpty()) {
      System.err.println("Not formatted:\n" + changed.toString().indent(2).stripTrailing());
      System.err.println("Run this to format all sources: " + REMEDY);
      status = 1;
    }
    System.exit(status);
  }

  /** The sources, without what a build made and what hidden folders hold (but this one). */
  private static List<String> sources(Path root) throws IOException {
    List<String> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean skip = name.equals("target") || (name.startsWith(".") && !name.equals(".ci"));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              found.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
