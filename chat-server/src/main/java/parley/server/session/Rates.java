package parley.server.session;

import parley.server.account.Checker;
import parley.server.account.PasswordRate;
import parley.server.account.Passwords;

/**
 * How much people and networks may ask, each kept for the whole server.
 *
 * @param guesses who tries the operator's token
 * @param passwords where accounts' are tried
 * @param checker where those are that are kept elsewhere
 */
public record Rates(
    GuestRate guests,
    RoomRate newRooms,
    RequestRates requests,
    LogGrowth growth,
    TokenGuesses guesses,
    Passwords passwords,
    PasswordRate passwordRate,
    Checker checker) {}
