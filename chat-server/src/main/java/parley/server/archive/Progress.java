package parley.server.archive;

/** Told now and then how far a long work is; called on the thread that does it. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (_, _, _) -> {};

  /**
   * @param step what is done, such as {@code copying}
   * @param all what {@code done} will be at the end, as far as that is known; 0 where it is not
   */
  void at(String step, long done, long all);
}
