package parley.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import parley.protocol.Addressee;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/** What one message costs between bytes and record: once a request, once an event for a room. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
  /** Characters of the text. */
  @Param({"16", "100", "1000", "10000"})
  private int size;

  private Event.Message event;
  private byte[] requestJson;
  private byte[] eventJson;

  @Setup
  public void prepare() {
    String text = "Grüße, ".repeat(size / 7 + 1).substring(0, size);
    event =
        new Event.Message(
            48_211,
            new Addressee.Room("lobby"),
            new Author("g7", "alice"),
            Content.of(text),
            "2026-11-21T09:30:00.123Z");
    eventJson = Json.bytes(event);
    requestJson = Json.bytes(Request.Send.toRoom("17", "lobby", text));
  }

  @Benchmark
  public byte[] encodeEvent() {
    return Json.bytes(event);
  }

  /** As a server does it for a room: the JSON once, with the framing of one mode. */
  @Benchmark
  public byte[] encodeAndFrameEvent() {
    return Mode.FRAMED.frame(Json.bytes(event));
  }

  @Benchmark
  public Request decodeRequest() throws ProtocolException {
    return Json.request(requestJson);
  }

  @Benchmark
  public ServerMessage decodeEvent() throws ProtocolException {
    return Json.serverMessage(eventJson);
  }
}
