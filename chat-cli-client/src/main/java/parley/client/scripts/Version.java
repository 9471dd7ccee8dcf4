package parley.client.scripts;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
  public static final String NUMBER = number();

  private static String number() {
    String packaged = Version.class.getPackage().getImplementationVersion();
    return packaged == null ? "dev" : packaged;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"chat (Parley) " + NUMBER + ", Java " + Runtime.version().feature()};
  }
}
