package parley.client;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.PastSeen;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomBar;
import parley.protocol.RoomRole;
import parley.protocol.ServerMessage;
import parley.protocol.Span;
import parley.protocol.TokenRight;

/**
 * Every message that a server can send, made from the records' components, with one string after
 * the other that wants to do harm: a new field is covered without a change here.
 */
public final class Lies {
  /** What no terminal may get: it sets the title, clears the screen, rings, turns what follows. */
  public static final String HARM = "\u001b]0;owned\u0007\u001b[2J\r\u009b1m\u202e";

  /** The only strings that may hold anything; whatever shows them makes them printable. */
  public static final Set<String> TEXTS =
      Set.of(
          "text",
          "topic",
          "message",
          "emoji",
          "server",
          "data",
          "why",
          "description",
          "called",
          "device",
          "figures");

  private static final Set<String> TIMES = Set.of("at", "edited", "until");

  private int strings;
  private final int harmful;
  private final int choice;

  /** How many choices there are. */
  private int choices = 1;

  private String field = "";

  /**
   * @param harmful the place of the string that is one; -1 for none
   * @param choice which one, from 0, where a part is one of several kinds
   */
  private Lies(int harmful, int choice) {
    this.harmful = harmful;
    this.choice = choice;
  }

  /**
   * A message, and which of its strings is a lie.
   *
   * @param path such as {@code Message.file.name}
   */
  public record Lie(String path, ServerMessage message) {
    public String field() {
      return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Whether it is in what people are to read, and so nothing that can be refused. */
    public boolean isText() {
      return TEXTS.contains(field()) || path.endsWith(".file.name");
    }
  }

  /** The types of messages that there are. */
  public static List<Class<?>> types() {
    return types(ServerMessage.class).toList();
  }

  private static Stream<Class<?>> types(Class<?> family) {
    return family.isRecord()
        ? Stream.of(family)
        : Stream.of(family.getPermittedSubclasses()).flatMap(Lies::types);
  }

  /** One in which nothing is wrong. */
  public static ServerMessage truth(Class<?> type) {
    return (ServerMessage) new Lies(-1, 0).make(type, type.getSimpleName());
  }

  /** One for each string that a message of this type can hold. */
  public static List<Lie> of(Class<?> type) {
    List<Lie> lies = new ArrayList<>();
    int choice = 0;
    int harmful = 0;
    while (true) {
      Lies next = new Lies(harmful++, choice);
      Object made = next.make(type, type.getSimpleName());
      if (next.strings >= harmful) {
        lies.add(new Lie(next.field, (ServerMessage) made));
      } else if (++choice < next.choices) {
        harmful = 0;
      } else {
        return lies;
      }
    }
  }

  /** What an honest server answers. */
  public static ServerMessage truth(Request request) {
    return answering(truth(answer(request)), request.id());
  }

  /** What a request is answered with where all is well. */
  public static Class<? extends ServerMessage> answer(Request request) {
    return switch (request) {
      case Request.Hello _ -> Reply.Welcome.class;
      case Request.Send _, Request.Edit _, Request.Delete _, Request.React _ -> Reply.Sent.class;
      case Request.Upload _, Request.Download _ -> Reply.Ticket.class;
      case Request.Transfer _ -> Reply.Carrying.class;
      case Request.Join _ -> Reply.Joined.class;
      case Request.Members _ -> Reply.MemberList.class;
      case Request.Rooms _ -> Reply.RoomList.class;
      case Request.Talks _ -> Reply.TalkList.class;
      case Request.Whois _ -> Reply.PersonFound.class;
      case Request.Nick _ -> Reply.Named.class;
      case Request.Admin _ -> Reply.AdminText.class;
      case Request.Register _ -> Reply.Registered.class;
      case Request.Sessions _ -> Reply.SessionList.class;
      case Request.Room _ -> Reply.RoomFound.class;
      case Request.Password _ -> Reply.PasswordChanged.class;
      case Request.Token _ -> Reply.TokenMade.class;
      case Request.Tokens _ -> Reply.TokenList.class;
      case Request.Export _ -> Reply.Exported.class;
      case Request.Leave _,
          Request.Read _,
          Request.Topic _,
          Request.Away _,
          Request.Invite _,
          Request.Role _,
          Request.Erase _,
          Request.Forget _,
          Request.Kick _,
          Request.Bar _,
          Request.Report _,
          Request.Revoke _ ->
          Reply.Done.class;
      case Request.History _, Request.Search _ -> Reply.History.class;
      case Request.Stats _ -> Event.Stats.class;
      case Request.Ping _, Request.Pong _ -> Reply.Pong.class;
      case Request.Echo _ -> Reply.Echo.class;
      case Request.Bye _ -> Event.Bye.class;
    };
  }

  /** The same as the answer to a request. */
  public static ServerMessage answering(ServerMessage message, String re) {
    return (ServerMessage) with(message, "re", re);
  }

  /** The same with another value in a component, if it has it. */
  private static Object with(Object message, String name, Object value) {
    try {
      RecordComponent[] components = message.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        boolean meant = components[i].getName().equals(name);
        values[i] = meant ? value : components[i].getAccessor().invoke(message);
      }
      return construct(message.getClass(), values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private Object make(Class<?> type, String path) {
    Object[] values =
        Stream.of(type.getRecordComponents())
            .map(c -> value(c.getGenericType(), c.getName(), path + "." + c.getName()))
            .toArray();
    return construct(type, values);
  }

  private static Object construct(Class<?> type, Object[] values) {
    try {
      Class<?>[] types =
          Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }

  private Object value(Type type, String name, String path) {
    if (type instanceof ParameterizedType many) {
      Type[] of = many.getActualTypeArguments();
      if (many.getRawType() == List.class) {
        return List.of(value(of[0], name, path));
      }
      return name.equals("figures")
          ? Map.of(string(name, path), Map.of(string(name, path), string(name, path)))
          : Map.of();
    }
    Class<?> single = (Class<?>) type;
    return switch (single.getSimpleName()) {
      case "String" -> string(name, path);
      case "long", "Long" -> 50L;
      case "int", "Integer" -> 1;
      case "boolean", "Boolean" -> false;
      case "Kind" -> Request.Kind.MESSAGE;
      case "ErrorCode" -> ErrorCode.NAME_TAKEN;
      case "RoomRole" -> RoomRole.MODERATOR;
      case "RoomBar" -> RoomBar.MUTE;
      case "TokenRight" -> TokenRight.READ;
      case "PastSeen" -> PastSeen.JOINED;
      case "Span" -> Span.MINUTE;
      default -> {
        if (single.isSealed()) {
          Class<?>[] kinds = single.getPermittedSubclasses();
          choices = kinds.length;
          yield make(kinds[choice], path);
        }
        if (!single.isRecord()) {
          throw new AssertionError("what is a " + single + "? Say so here.");
        }
        yield make(single, path);
      }
    };
  }

  private String string(String name, String path) {
    String harmless =
        TIMES.contains(name)
            ? "2026-11-21T09:30:00.123Z"
            : name.equals("sha256") ? "a".repeat(64) : name.equals("emoji") ? "👍" : "lobby";
    if (strings++ == harmful) {
      field = path;
      return HARM + harmless;
    }
    return harmless;
  }
}
