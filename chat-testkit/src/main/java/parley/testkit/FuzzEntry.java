package parley.testkit;

/** Where Jazzer comes in, which calls these by their names. */
public final class FuzzEntry {
  private static FuzzTest test;

  private FuzzEntry() {}

  /**
   * Called once.
   *
   * @param arguments the name of a {@link FuzzTest}'s class
   */
  public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
    var constructor = Class.forName(arguments[0]).getDeclaredConstructor();
    constructor.setAccessible(true);
    test = (FuzzTest) constructor.newInstance();
  }

  /** Called for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    test.readInBounds(input);
  }
}
