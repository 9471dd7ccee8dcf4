package parley.server.state;

/**
 * A session of an account: what a client keeps, so that it needs no password.
 *
 * @param number of the event that opened it
 * @param session SHA-256 of its secret, in hex
 * @param device what it is called; null for one that ends with its visit
 * @param since when it was opened, in milliseconds since 1970
 * @param used when it was used last, as far as the log tells: once a day
 */
public record SignIn(long number, String session, String device, long since, long used) {
  SignIn usedAt(long at) {
    return new SignIn(number, session, device, since, at);
  }
}
