package parley.client.command;

/**
 * Who does what the commands say.
 *
 * @param quit ends the typing
 */
record Handlers(
    RoomCommands rooms,
    TalkCommands talks,
    ServerCommands server,
    FiguresCommands figures,
    Help help,
    Runnable quit) {}
