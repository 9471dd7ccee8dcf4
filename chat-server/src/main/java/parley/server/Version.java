package parley.server;

/** Which Parley this is. */
final class Version {
  /** From the jar's manifest; {@code dev} where it runs without one. */
  static final String TEXT = read();

  private Version() {}

  private static String read() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
