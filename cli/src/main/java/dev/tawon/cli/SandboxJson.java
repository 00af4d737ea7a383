package dev.tawon.cli;

import java.io.StringWriter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code tawon sandbox run --json} prints. */
final class SandboxJson {
  private SandboxJson() {}

  /** A run without packets. {@code r0} has 64 bits, which not every reader of JSON keeps: it stands there in both ways. */
  static String ofResult(long r0, long instructions, List<String> printed) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = generator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("r0", r0);
      json.writeStringProperty("r0_hex", "0x" + Long.toHexString(r0));
      json.writeNumberProperty("instructions", instructions);
      end(json, printed);
    }
    return text.toString();
  }

  /** A run over a capture. */
  static String ofVerdicts(int packets, PacketVerdicts verdicts, List<String> printed) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = generator(text)) {
      json.writeStartObject();
      json.writeNumberProperty("packets", packets);
      json.writeNumberProperty("passed", verdicts.passed().packets().size());
      json.writeArrayPropertyStart("verdicts");
      verdicts
          .counts()
          .forEach((verdict, count) -> {
            json.writeStartObject();
            json.writeNumberProperty("verdict", verdict);
            json.writeStringProperty("name", verdicts.name(verdict));
            json.writeNumberProperty("packets", count);
            json.writeEndObject();
          });
      json.writeEndArray();
      end(json, printed);
    }
    return text.toString();
  }

  private static JsonGenerator generator(StringWriter text) {
    return JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text);
  }

  private static void end(JsonGenerator json, List<String> printed) {
    json.writeArrayPropertyStart("printed");
    printed.forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
  }
}
