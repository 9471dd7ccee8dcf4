package parley.client.command;

/**
 * Who does what the commands say.
 *
 * @param numbers shows messages' numbers, or their times again
 * @param quit ends the typing
 */
record Handlers(
    RoomCommands rooms,
    TalkCommands talks,
    MessageCommands messages,
    FileCommands files,
    ReadingBack reading,
    ServerCommands server,
    FiguresCommands figures,
    Help help,
    Runnable numbers,
    Runnable quit) {}
