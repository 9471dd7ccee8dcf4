package parley.server.file;

import java.io.InputStream;
import java.io.OutputStream;
import parley.server.wire.Words;

/**
 * The connection that a transfer has for itself.
 *
 * @param early bytes that were read from the connection already, which come before those of {@code
 *     in}
 * @param admitted told once the ticket was a good one
 * @param close ends it, after what was written; must not block
 * @param abort ends it at once, also where a write is stuck; must not block
 */
public record Pipe(
    String address,
    InputStream early,
    InputStream in,
    OutputStream out,
    Words words,
    Runnable admitted,
    Runnable close,
    Runnable abort) {}
