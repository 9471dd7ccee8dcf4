package parley.server.rights;

import parley.protocol.RoomRole;
import parley.protocol.RoomSettings;
import parley.server.state.Asker;
import parley.server.state.Place;
import parley.server.state.RoomView;
import parley.server.state.View;

/**
 * Somebody at a place: what the place is, and what they are there.
 *
 * @param room null where it is a talk, or no room is there
 * @param policies the {@linkplain Policy#bit bits} of all that it is
 * @param roles the {@linkplain Role#bit bits} of all that they are
 * @param rank their role in the room; a member's where they have none
 * @param confined whether they have no account, and that keeps them out of other rooms
 * @param name of the place, as it was asked for
 */
record Here(RoomView room, int policies, int roles, RoomRole rank, boolean confined, String name) {

  static Here of(View view, Asker asker, Place place, int roles) {
    return switch (place) {
      case Place.Talk talk -> {
        boolean own = asker instanceof Asker.Person(String id, _, _) && talk.isOf(id);
        yield new Here(
            null,
            Policy.TALK.bit(),
            roles | (own ? Role.MEMBER.bit() : 0),
            RoomRole.MEMBER,
            false,
            "that talk");
      }
      case Place.Room named -> {
        RoomView room = view.room(named.name());
        RoomSettings settings = room == null ? RoomSettings.PLAIN : room.settings();
        boolean guests = Rights.takesGuests(view.guestRooms(), named, settings);
        int policies = policies(settings, guests);
        RoomRole rank = RoomRole.MEMBER;
        int all = roles;
        if (room != null && asker instanceof Asker.Person(String id, _, _)) {
          RoomRole role = room.role(id);
          if (role != null && (guests || isResident(roles))) {
            rank = role;
            all |= bits(role);
          }
          if (room.invites(id) && (guests || isResident(roles))) {
            all |= Role.INVITED.bit();
          }
        }
        boolean confined = !view.guestRooms().everywhere() && !isResident(roles);
        yield new Here(room, policies, all, rank, confined, named.name());
      }
    };
  }

  /** Whether somebody has an account, or is trusted with the server without one. */
  static boolean isResident(int roles) {
    return (roles & (Role.ACCOUNT.bit() | Role.OPERATOR.bit())) != 0;
  }

  private static int bits(RoomRole role) {
    return switch (role) {
      case MEMBER -> Role.MEMBER.bit();
      case MODERATOR -> Role.MEMBER.bit() | Role.MODERATOR.bit();
      case OWNER -> Role.MEMBER.bit() | Role.MODERATOR.bit() | Role.ROOM_OWNER.bit();
    };
  }

  private static int policies(RoomSettings settings, boolean guests) {
    Policy entry =
        settings.forMembersAlone()
            ? Policy.PRIVATE_ROOM
            : guests ? Policy.GUEST_ROOM : Policy.OPEN_ROOM;
    int all = Policy.ROOM.bit() | entry.bit();
    if (settings.atRest()) {
      return all | Policy.ARCHIVED_ROOM.bit();
    }
    boolean reading = settings.forReading();
    return all
        | Policy.LIVE_ROOM.bit()
        | (reading ? Policy.READ_ONLY_ROOM : Policy.SPOKEN_ROOM).bit()
        // Who may not speak does not by the topic either.
        | topic(
                reading && settings.mayTopic() == RoomRole.MEMBER
                    ? RoomRole.MODERATOR
                    : settings.mayTopic())
            .bit()
        | invitation(settings.mayInvite()).bit();
  }

  private static Policy topic(RoomRole least) {
    return switch (least) {
      case MEMBER -> Policy.TOPIC_BY_MEMBERS;
      case MODERATOR -> Policy.TOPIC_BY_MODERATORS;
      case OWNER -> Policy.TOPIC_BY_OWNERS;
    };
  }

  private static Policy invitation(RoomRole least) {
    return switch (least) {
      case MEMBER -> Policy.INVITED_BY_MEMBERS;
      case MODERATOR -> Policy.INVITED_BY_MODERATORS;
      case OWNER -> Policy.INVITED_BY_OWNERS;
    };
  }

  boolean is(Role role) {
    return (roles & role.bit()) != 0;
  }

  Here also(Role role) {
    return new Here(room, policies, roles | role.bit(), rank, confined, name);
  }
}
