package parley.server.rights;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import parley.protocol.TokenRight;
import parley.server.state.Asker;
import parley.server.state.Place;
import parley.server.state.Scope;
import parley.server.state.View;

/**
 * What a token is good for: so much of what its account may, and nothing else. A right that has no
 * row is given by none.
 */
final class TokenGrants {
  /** Any one of these is enough. */
  private static final Map<Right, List<TokenRight>> TABLE = new EnumMap<>(Right.class);

  static {
    give(Right.CALL, TokenRight.values());
    give(Right.ASK, TokenRight.values());
    give(Right.SEE, TokenRight.READ);
    give(Right.READ, TokenRight.READ);
    give(Right.FETCH, TokenRight.READ);
    give(Right.JOIN, TokenRight.READ, TokenRight.POST);
    give(Right.LEAVE, TokenRight.POST);
    give(Right.SPEAK, TokenRight.POST);
    give(Right.REACT, TokenRight.POST);
    give(Right.UNREACT, TokenRight.POST);
    give(Right.CORRECT, TokenRight.POST);
    give(Right.TAKE_BACK, TokenRight.POST);
  }

  private TokenGrants() {}

  private static void give(Right right, TokenRight... by) {
    TABLE.put(right, List.copyOf(Arrays.asList(by)));
  }

  private static boolean gives(Scope scope, Right right) {
    return TABLE.getOrDefault(right, List.of()).stream().anyMatch(scope.may()::contains);
  }

  /** What a token of somebody's is for; null where it is none any more. */
  private static Scope scope(View view, Asker.Person asker) {
    return view.scope(asker.id(), asker.token());
  }

  /** Whether somebody's token was ended, or its time is; false of who came without one. */
  static boolean isOver(View view, Asker.Person asker, long now) {
    return asker.byToken() && view.isTokenOver(asker.id(), asker.token(), now);
  }

  /** Whether a token that holds does not give a right anywhere; false of who came without one. */
  static boolean lacks(View view, Asker asker, Right right) {
    if (!(asker instanceof Asker.Person person) || !person.byToken()) {
      return false;
    }
    Scope scope = scope(view, person);
    return scope != null && !gives(scope, right);
  }

  /** Whether a token does not reach where something is asked for; a message is looked at later. */
  static boolean misses(View view, Asker asker, On on) {
    return switch (on) {
      case On.At(Place place) -> misses(view, asker, place);
      case On.Into(Place.Room room, _) -> misses(view, asker, room);
      case On.Member(Place.Room room, _) -> misses(view, asker, room);
      case On.Server _,
          On.Message _,
          On.Name _,
          On.NewAccount _,
          On.Visit _,
          On.Own _,
          On.Person _,
          On.Giving _,
          On.Lending _,
          On.Door _ ->
          false;
    };
  }

  /** Whether a token does not reach a place; false of who came without one. */
  static boolean misses(View view, Asker asker, Place place) {
    if (!(asker instanceof Asker.Person person) || !person.byToken()) {
      return false;
    }
    Scope scope = scope(view, person);
    return scope == null || !scope.reaches(place);
  }

  /** Whether a token lets nobody change what others said; false of who came without one. */
  static boolean isForOwn(Asker asker, Right right) {
    return right == Right.TAKE_BACK && asker instanceof Asker.Person person && person.byToken();
  }
}
