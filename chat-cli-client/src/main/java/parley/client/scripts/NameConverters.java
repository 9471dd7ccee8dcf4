package parley.client.scripts;

import java.util.function.Function;
import parley.protocol.Addressee;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rooms and people as they are written on a command line; what can be no name is refused. */
final class NameConverters {
  private NameConverters() {}

  /** A room, or {@code @NAME} for a person. */
  static final class Either implements ITypeConverter<Addressee> {
    @Override
    public Addressee convert(String written) {
      return checked(Addressee::of, written);
    }
  }

  static final class Room implements ITypeConverter<String> {
    @Override
    public String convert(String written) {
      if (written.startsWith("@")) {
        throw new TypeConversionException(
            "that is how a person is written; a room of that name is #" + written + ".");
      }
      return checked(Names::room, written);
    }
  }

  static final class Person implements ITypeConverter<String> {
    @Override
    public String convert(String written) {
      return checked(Names::person, written.strip());
    }
  }

  private static <T> T checked(Function<String, T> read, String written) {
    try {
      return read.apply(written);
    } catch (InvalidRequest e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
