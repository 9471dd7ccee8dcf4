package parley.server.file;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread whose work gives way: where processors are short, the chat's threads come first. Java's
 * own thread priorities do nothing on Linux, so this asks the kernel (setpriority(2), where a
 * thread has a niceness of its own; other systems would take the whole process for it).
 */
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  /** Of 0 to 19. A thread of 10 gets about a tenth of what one of 0 gets, where both want all. */
  private static final int NICENESS = 10;

  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;

  private static final MethodHandle SET_PRIORITY =
      System.getProperty("os.name").equals("Linux") ? setPriority() : null;

  private Background() {}

  @SuppressWarnings("restricted") // the manifest permits it
  private static MethodHandle setPriority() {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find("setpriority")
        .map(
            function ->
                linker.downcallHandle(
                    function,
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT)))
        .orElse(null);
  }

  /** The calling platform thread works in the background from now on, where that can be had. */
  static void enter() {
    if (SET_PRIORITY == null) {
      return;
    }
    try {
      int failed = (int) SET_PRIORITY.invokeExact(PRIO_PROCESS, CALLING_THREAD, NICENESS);
      if (failed != 0) {
        LOG.debug("this thread can't be put behind others");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority can't be called", e);
    }
  }
}
