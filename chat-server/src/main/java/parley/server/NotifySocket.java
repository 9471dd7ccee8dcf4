package parley.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Sends a datagram to a local socket on Linux, which Java has no channel for: by {@code socket},
 * {@code sendto} and {@code close} of the C library. Whoever names no socket never loads this.
 */
final class NotifySocket {
  // The numbers of Linux, on x86-64 and ARM alike.
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;

  /** Bytes of a name at most: {@code sun_path} of {@code sockaddr_un}. */
  private static final int LONGEST = 108;

  /** Tries where the receiver's queue is full; nobody's start or end waits longer than a second. */
  private static final int TRIES = 20;

  private static final long PAUSE_MILLIS = 50;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SOCKET =
      function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDTO =
      function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private NotifySocket() {}

  @SuppressWarnings("restricted") // the manifest of the program allows it
  private static MethodHandle function(String name, FunctionDescriptor as) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), as, Linker.Option.captureCallState("errno"));
  }

  /**
   * Sends one datagram.
   *
   * @param name an absolute path; with @ at its begin, of the abstract name space
   * @throws IOException where it can't be sent, with the reason
   */
  static void send(String name, String text) throws IOException {
    byte[] path = name.getBytes(UTF_8);
    boolean isAbstract = name.startsWith("@");
    if (!isAbstract && !name.startsWith("/") || path.length >= LONGEST) {
      throw new IOException("NOTIFY_SOCKET names no socket that it could be: " + path.length);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(Short.BYTES + LONGEST, Short.BYTES);
      address.set(JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(path, 0, address, JAVA_BYTE, Short.BYTES, path.length);
      if (isAbstract) {
        address.set(JAVA_BYTE, Short.BYTES, (byte) 0);
      }
      // An abstract name ends where the address does, a path with its zero byte.
      int length = Short.BYTES + path.length + (isAbstract ? 0 : 1);
      send(arena, address, length, text.getBytes(UTF_8));
    }
  }

  private static void send(Arena arena, MemorySegment address, int length, byte[] text)
      throws IOException {
    MemorySegment state = arena.allocate(STATE);
    MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, text);
    int socket = opened(state);
    try {
      for (int tries = 1; ; tries++) {
        long sent =
            (long)
                SENDTO.invokeExact(
                    state,
                    socket,
                    bytes,
                    (long) text.length,
                    MSG_DONTWAIT | MSG_NOSIGNAL,
                    address,
                    length);
        if (sent == text.length) {
          return;
        }
        int error = (int) ERRNO.get(state, 0L);
        if (error != EAGAIN && error != EINTR || tries == TRIES) {
          throw new IOException("sendto of NOTIFY_SOCKET failed, errno " + error);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("it was interrupted", e);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      closed(state, socket);
    }
  }

  private static int opened(MemorySegment state) throws IOException {
    int socket;
    try {
      socket = (int) SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    if (socket < 0) {
      throw new IOException("socket failed, errno " + (int) ERRNO.get(state, 0L));
    }
    return socket;
  }

  private static void closed(MemorySegment state, int socket) {
    try {
      int _ = (int) CLOSE.invokeExact(state, socket);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
