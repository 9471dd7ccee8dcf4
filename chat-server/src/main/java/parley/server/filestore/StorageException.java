package parley.server.filestore;

import java.io.IOException;

/** The server's own disk failed a transfer; the connection is as it was. */
public final class StorageException extends Exception {
  private static final long serialVersionUID = 1;

  public StorageException(String message) {
    super(message);
  }

  StorageException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
