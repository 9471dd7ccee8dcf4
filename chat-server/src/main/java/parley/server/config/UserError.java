package parley.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import parley.protocol.Printable;
import picocli.CommandLine;

/**
 * Something a person can put right: a wrong setting, a port in use, a folder that can't be written.
 * Its message is one printable sentence that says what happened and what to do; it is shown without
 * a stack trace and the program ends with exit code 1.
 */
public final class UserError extends Exception {
  private static final long serialVersionUID = 1L;

  public UserError(String sentence) {
    super(Printable.line(sentence));
  }

  public UserError(String sentence, Throwable cause) {
    super(Printable.line(sentence), cause);
  }

  /**
   * The plain reason of a failed file operation, without the path (the JDK's messages are often
   * nothing but the path): {@code permission denied}, {@code no such file or folder}.
   */
  public static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case NotDirectoryException _ -> "not a folder";
      case FileAlreadyExistsException _ -> "it is there already and is something else";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default ->
          failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    };
  }

  /**
   * For {@link CommandLine#setExecutionExceptionHandler}: a {@code StartupException} becomes its
   * sentence on standard error and exit code 1; anything else is a fault of ours and is thrown on.
   */
  public static int handle(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(failure instanceof UserError)) {
      throw failure;
    }
    String program = command.getCommandSpec().root().name();
    command.getErr().println(program + ": " + failure.getMessage());
    command.getErr().flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
