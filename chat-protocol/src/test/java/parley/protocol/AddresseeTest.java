package parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddresseeTest {
  @Test
  void theSignDecides() {
    assertEquals(new Addressee.Room("ops"), Addressee.of("ops"));
    assertEquals(new Addressee.Room("ops"), Addressee.of("#ops"));
    assertEquals(new Addressee.Person("bob", null), Addressee.of("@bob"));
    assertEquals(new Addressee.Person("bob", "g31"), Addressee.of("@bob:g31"));
    assertEquals(new Addressee.Room("@bob"), Addressee.of("#@bob"));
    assertEquals(new Addressee.Person("bob", "g31"), Addressee.ofPerson("bob:g31"));
    assertEquals(new Addressee.Person("bob", null), Addressee.ofPerson("@bob"));
    assertEquals(new Addressee.Room("@bob"), Addressee.ofRoom("@bob"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ops", "@bob", "#@bob"})
  void aTitleIsReadAsItIsWritten(String written) {
    assertEquals(written, Addressee.of(written).title());
  }

  @Test
  void whatCanBeNoNameIsRefused() {
    for (String written : new String[] {"", "#", "@", "a b", "@a b", "##ops", "@:g31", "#a:b"}) {
      assertThrows(InvalidRequest.class, () -> Addressee.of(written), written);
    }
  }

  @Test
  void whoIsMeantInARequestMayStandWithTheSign() {
    assertEquals("bob", new Request.Send(null, null, "@bob", "hi", null, null).to());
    assertEquals("bob", new Request.Whois(null, "@bob").name());
    assertEquals("bob", new Request.Search(null, "x", "#ops", "@bob", null, null).from());
    assertEquals("bob", new Request.Read(null, null, "@bob", 1L, null).with());
    assertEquals("bob", new Request.History(null, null, "@bob", null, null, null, null).with());
    assertEquals("@bob", Request.Hello.as(null, "@bob").name(), "but nobody is called otherwise");
    assertEquals("@b", new Request.Members(null, "ops", "@b").after(), "a cursor is as it was");
  }
}
