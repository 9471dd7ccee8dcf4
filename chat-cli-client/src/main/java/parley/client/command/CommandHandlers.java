package parley.client.command;

/**
 * Who does what the commands say.
 *
 * @param numbers shows messages' numbers, or their times again
 */
record CommandHandlers(
    RoomCommands rooms,
    RoomKeepingCommands keeping,
    TalkCommands talks,
    MessageCommands messages,
    FileCommands files,
    HistoryCommands reading,
    ServerCommands server,
    Absence absence,
    AccountCommands account,
    TokenCommands tokens,
    OwnDataCommands own,
    FiguresCommands figures,
    SettingCommands settings,
    Help help,
    SeveralServers servers,
    Runnable numbers) {}
