package dev.tawon.cli;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * {@code tawon doctor --json}: one object in one line.
 *
 * <p>{@code schema} is 1. New sections, checks and members may come within it; {@code name}s, {@code answer}s and the meaning
 * of members stay.
 */
final class DoctorJson {
  private static final int SCHEMA = 1;

  private DoctorJson() {}

  static String of(DoctorReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("schema", SCHEMA);
      json.writeBooleanProperty("ready", report.ready());
      json.writeArrayPropertyStart("sections");
      for (DoctorReport.Section section : report.sections()) {
        json.writeStartObject();
        json.writeStringProperty("name", section.name());
        json.writeArrayPropertyStart("checks");
        section.checks().forEach(check -> write(json, check));
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Check check) {
    json.writeStartObject();
    json.writeStringProperty("name", check.name());
    json.writeStringProperty("answer", check.answer().word());
    json.writeBooleanProperty("required", check.required());
    json.writeStringProperty("detail", check.detail());
    json.writeStringProperty("remedy", check.remedy());
    json.writeEndObject();
  }
}
