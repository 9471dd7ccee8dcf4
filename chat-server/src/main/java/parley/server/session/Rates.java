package parley.server.session;

/**
 * How much people and networks may ask, each kept for the whole server.
 *
 * @param guesses who tries the operator's token
 */
public record Rates(
    GuestRate guests,
    RoomRate newRooms,
    RequestRates requests,
    LogGrowth growth,
    TokenGuesses guesses) {}
