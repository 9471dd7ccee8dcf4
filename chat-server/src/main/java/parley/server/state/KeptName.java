package parley.server.state;

/**
 * A name that an account had before it got another, or was deleted: nobody else takes it.
 *
 * @param person whose it was, an id
 */
public record KeptName(String name, String person) {}
