package parley.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import parley.protocol.Decoder;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Request;

/** What it costs to cut one record out of a connection's bytes, in a stream of many. */
@State(Scope.Thread)
@BenchmarkMode(org.openjdk.jmh.annotations.Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecoderBenchmark {
  private static final int RECORDS = 1000;

  @Param({"FRAMED", "NDJSON"})
  private Mode mode;

  /** Characters of each record's text. */
  @Param({"16", "100", "1000", "10000"})
  private int size;

  private byte[] stream;

  @Setup
  public void prepare() {
    byte[] record = mode.frame(Json.bytes(Request.Send.toRoom("17", "lobby", "x".repeat(size))));
    stream = new byte[RECORDS * record.length];
    for (int i = 0; i < RECORDS; i++) {
      System.arraycopy(record, 0, stream, i * record.length, record.length);
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void next(Blackhole records) throws IOException, ProtocolException {
    Decoder decoder = Decoder.detecting(Limits.FRAME_BYTES);
    ByteArrayInputStream in = new ByteArrayInputStream(stream);
    while (decoder.fill(in) > 0) {
      for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
        records.consume(record);
      }
    }
  }
}
