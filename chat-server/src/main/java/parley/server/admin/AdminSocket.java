package parley.server.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.server.config.UserError;

/**
 * Serves {@code chat-server admin} at {@code admin.sock} in the data folder. Who may open it is who
 * may do everything: its mode is 0600, and the kernel's word on who is at the other end is asked
 * for, too.
 */
public final class AdminSocket implements AutoCloseable {
  public static final String FILE = "admin.sock";

  private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
  private static final int AT_A_TIME = 16;
  private static final int LONGEST_PATH = 100;
  private static final int REQUEST_SECONDS = 10;

  /** What waits after an accept failed (no file descriptors left, say). */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(REQUEST_SECONDS, TimeUnit.SECONDS);

  private final Path file;
  private final ServerSocketChannel server;
  private final AdminConsole console;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  private AdminSocket(Path file, ServerSocketChannel server, AdminConsole console) {
    this.file = file;
    this.server = server;
    this.console = console;
  }

  /**
   * Listens, where the data folder's disk can hold a socket; else it is said what is lost. The data
   * folder is this server's own by then, so a socket that lies there is one that a killed server
   * left.
   *
   * @throws UserError where something else has its name, or that is too long
   */
  public static Optional<AdminSocket> open(Path dataDir, AdminConsole console) throws UserError {
    Path file = dataDir.resolve(FILE);
    try {
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new UserError(
            file + " is no socket; move it away, the server's admin commands need that name.");
      }
      Files.deleteIfExists(file);
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(UnixDomainSocketAddress.of(file), AT_A_TIME);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      } catch (IOException e) {
        server.close();
        throw e;
      }
      AdminSocket socket = new AdminSocket(file, server, console);
      Thread.ofPlatform().name("admin-socket").daemon().start(socket::accept);
      return Optional.of(socket);
    } catch (IOException e) {
      if (file.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
        throw new UserError(
            "Can't listen on %s for admin commands: a socket's path has about 100 characters at most; set data.dir to a shorter one."
                .formatted(file),
            e);
      }
      LOG.warn(
          "There is no {} ({}): chat-server admin can't reach this server; its own console and"
              + " operators in the chat can do the same",
          file,
          UserError.reason(e));
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("closing {}", file, e);
    }
  }

  private void accept() {
    boolean troubled = false;
    while (true) {
      try {
        SocketChannel channel = server.accept();
        troubled = false;
        if (isOwn(channel) && places.tryAcquire()) {
          Thread.ofPlatform().name("admin").daemon().start(() -> serve(channel));
        } else {
          channel.close();
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        if (!troubled) {
          LOG.warn("The admin socket does not accept for now: {}", e.getMessage());
          troubled = true;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  /** Root, or the account that the server runs as: the owner of the socket. */
  private boolean isOwn(SocketChannel channel) throws IOException {
    String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    boolean own = user.equals(Files.getOwner(file).getName()) || user.equals("root");
    if (!own) {
      LOG.warn("Refused {} at the admin socket", user);
    }
    return own;
  }

  private void serve(SocketChannel channel) {
    AtomicBoolean asked = new AtomicBoolean();
    try (channel) {
      LATER.execute(() -> closeUnless(asked, channel));
      AdminExchange.Request request = AdminExchange.readRequest(channel);
      asked.set(true);
      AdminResult result =
          request.line() == null
              ? console.run(
                  request.args() == null ? List.of() : request.args(),
                  Caller.console(),
                  AdminCommand.CALLED)
              : console.run(request.line(), Caller.console());
      AdminExchange.write(channel, new AdminExchange.Response(result.exitCode(), result.text()));
    } catch (IOException e) {
      LOG.debug("admin socket", e);
    } finally {
      places.release();
    }
  }

  private static void closeUnless(AtomicBoolean asked, SocketChannel channel) {
    if (!asked.get()) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("closing a silent admin connection", e);
      }
    }
  }
}
