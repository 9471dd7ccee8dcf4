package parley.client.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import parley.client.terminal.Completion;

class JumpTest {
  private final Jump jump =
      new Jump(
          () ->
              new Completion.Vocabulary(
                  List.of(new Completion.Word("topic", "the topic", List.of())),
                  List.of("lobby", "deploys", "ops"),
                  List.of("lobby", "@bob"),
                  List.of("bob", "Zoë"),
                  Map.of()),
          List::of);

  private List<String> shown() {
    return jump.goals().stream().map(Jump.Goal::shown).toList();
  }

  @Test
  void lettersInTheirOrderFindTheNearestFirst() {
    jump.type("op");
    assertEquals(List.of("ops", "/topic", "“op”"), shown());
    assertEquals("/join ops", jump.chosen().line());
    jump.move(-1);
    assertEquals("/search op", jump.chosen().line());
    jump.back();
    jump.back();
    assertEquals(
        List.of("lobby", "@bob", "deploys", "ops", "@Zoë", "/topic"), shown(), "each once");
  }

  @Test
  void whatIsOpenIsTurnedToAndACommandIsGoneOnWith() {
    jump.type("BO");
    assertEquals("/room @bob", jump.chosen().line());
    assertTrue(jump.chosen().whole());
    Jump other =
        new Jump(
            () ->
                new Completion.Vocabulary(
                    List.of(new Completion.Word("topic", "", List.of())),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of()),
            List::of);
    other.type("/to");
    assertEquals("/topic ", other.chosen().line());
    assertEquals(false, other.chosen().whole());
  }

  @Test
  void nothingThereIsNothingToGetTo() {
    Jump empty =
        new Jump(
            () -> new Completion.Vocabulary(List.of(), List.of(), List.of(), List.of(), Map.of()),
            List::of);
    assertNull(empty.chosen());
    empty.move(1);
    empty.back();
    assertNull(empty.chosen());
  }
}
