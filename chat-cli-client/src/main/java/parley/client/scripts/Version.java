package parley.client.scripts;

import parley.text.Build;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"chat (Parley) " + Build.THIS + ", Java " + Runtime.version().feature()};
  }
}
