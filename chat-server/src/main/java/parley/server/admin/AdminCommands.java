package parley.server.admin;

import picocli.CommandLine.Command;

/** All of them, in the order in which help lists them. */
@Command(
    description = "Watch and steer a running server.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "help COMMAND tells more; --json answers with JSON."},
    subcommands = {
      LookCommands.StatsCommand.class,
      LookCommands.Connections.class,
      LookCommands.Rooms.class,
      LookCommands.Who.class,
      LookCommands.Whois.class,
      FilesCommand.class,
      TalkCommands.Say.class,
      TalkCommands.Topic.class,
      PeopleCommands.Kick.class,
      PeopleCommands.Mute.class,
      PeopleCommands.Unmute.class,
      PeopleCommands.Mutes.class,
      RoomCommands.Room.class,
      TalkCommands.CloseRoom.class,
      BanCommands.Ban.class,
      BanCommands.Unban.class,
      BanCommands.Bans.class,
      AuditCommands.Audit.class,
      AuditCommands.Explain.class,
      AccountCommands.Account.class,
      TokenCommands.Token.class,
      InviteCommands.Invite.class,
      InviteCommands.Invitations.class,
      InviteCommands.Uninvite.class,
      OperatorCommands.Operator.class,
      OperatorCommands.Token.class,
      OperatorCommands.Claim.class,
      SettingsCommands.Limits.class,
      SettingsCommands.LogLevel.class,
      SettingsCommands.Reload.class,
      ShutdownCommand.class,
      HelpLine.class
    })
record AdminCommands(Controls controls, Caller caller) {}
