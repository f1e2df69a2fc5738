package dev.agentloop.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.Tool;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SchemaFromTypeTest {
    enum Unit {
        CELSIUS,
        @JsonProperty("F")
        FAHRENHEIT
    }

    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Nullable {}

    record Scalars(
            String s,
            boolean b,
            int i,
            Long l,
            double d,
            BigDecimal price,
            BigInteger big,
            char c,
            UUID id,
            URI uri,
            Path path,
            Unit unit,
            Object any) {}

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime local,
            OffsetTime offset,
            Duration duration) {}

    record Containers(
            List<String> list, Set<Unit> set, int[] array, Map<String, List<Integer>> map, Collection<Point> points) {}

    record Point(int x, int y) {}

    record Line(
            @Tool.Param(description = "where it begins") Point from,
            @Nullable Point to) {}

    record Choices(
            @Tool.Param(name = "file_name", description = "which file")
            String fileName,

            Optional<String> optional,
            OptionalInt limit,
            @org.jspecify.annotations.Nullable Unit unit,
            @Tool.Param(required = false) String note,
            @Tool.Param(defaultValue = "10") int count,
            @Tool.Param(defaultValue = "10") String text,
            @Tool.Param(defaultValue = "[\"a\"]") List<String> names,
            @Tool.Param(defaultValue = "F") Unit shown) {}

    record Node(String name, List<Node> children, Optional<Node> parent) {}

    record Forest(Node first, Map<String, Node> named) {}

    record Page<T>(List<T> items, Optional<T> next) {}

    record Pages(Page<Point> points, Page<Point> more, Page<String> names, Point origin) {}

    record Growing<T>(Growing<List<T>> next) {}

    record Unfit(Holder holder) {}

    record Holder(List<Thread> threads) {}

    record ByNumber(Map<Integer, String> map) {}

    record Twice(@Tool.Param(name = "b") int a, int b) {}

    record BadDefault(@Tool.Param(defaultValue = "many") int count) {}

    record NoValue(@Tool.Param(required = false) int count) {}

    record Strings(Map<String, String> map) {}

    @Test
    void scalarsHaveTheirTypeAndFormat() {
        schema(Scalars.class, """
                {"type":"object","properties":{"s":{"type":"string"},"b":{"type":"boolean"},"i":{"type":"integer"},\
                "l":{"type":"integer"},"d":{"type":"number"},"price":{"type":"number"},"big":{"type":"integer"},\
                "c":{"type":"string","description":"one character"},"id":{"type":"string","format":"uuid"},\
                "uri":{"type":"string","format":"uri"},"path":{"type":"string"},\
                "unit":{"type":"string","enum":["CELSIUS","F"]},"any":{}},\
                "required":["s","b","i","l","d","price","big","c","id","uri","path","unit","any"],\
                "additionalProperties":false}""");
    }

    @Test
    void datesAndTimesSayTheirForm() {
        schema(Times.class, """
                {"type":"object","properties":{"instant":{"type":"string","format":"date-time"},\
                "date":{"type":"string","format":"date"},\
                "time":{"type":"string","description":"local time, such as 12:30:00"},\
                "local":{"type":"string","description":"local date and time, such as 2026-01-31T12:30:00"},\
                "offset":{"type":"string","format":"time"},"duration":{"type":"string","format":"duration"}},\
                "required":["instant","date","time","local","offset","duration"],"additionalProperties":false}""");
    }

    @Test
    void containersDescribeTheirElements() {
        schema(Containers.class, """
                {"type":"object","properties":{"list":{"type":"array","items":{"type":"string"}},\
                "set":{"type":"array","items":{"type":"string","enum":["CELSIUS","F"]},"uniqueItems":true},\
                "array":{"type":"array","items":{"type":"integer"}},\
                "map":{"type":"object","additionalProperties":{"type":"array","items":{"type":"integer"}}},\
                "points":{"type":"array","items":{"type":"object","properties":{"x":{"type":"integer"},\
                "y":{"type":"integer"}},"required":["x","y"],"additionalProperties":false}}},\
                "required":["list","set","array","map","points"],"additionalProperties":false}""");
    }

    @Test
    void aRecordInTwoPlacesIsDefinedOnce() {
        schema(Line.class, """
                {"type":"object","properties":{"from":{"$ref":"#/$defs/Point","description":"where it begins"},\
                "to":{"anyOf":[{"$ref":"#/$defs/Point"},{"type":"null"}]}},"required":["from"],\
                "additionalProperties":false,"$defs":{"Point":{"type":"object","properties":{"x":{"type":"integer"},\
                "y":{"type":"integer"}},"required":["x","y"],"additionalProperties":false}}}""");
    }

    @Test
    void whatMayBeLeftOutIsNotRequired() {
        schema(Choices.class, """
                {"type":"object","properties":{"file_name":{"type":"string","description":"which file"},\
                "optional":{"type":["string","null"]},"limit":{"type":["integer","null"]},\
                "unit":{"type":["string","null"],"enum":["CELSIUS","F",null]},"note":{"type":"string"},\
                "count":{"type":"integer","default":10},"text":{"type":"string","default":"10"},\
                "names":{"type":"array","items":{"type":"string"},"default":["a"]},\
                "shown":{"type":"string","enum":["CELSIUS","F"],"default":"F"}},\
                "required":["file_name"],"additionalProperties":false}""");
    }

    @Test
    void recordsMayContainThemselves() {
        String node = """
                "properties":{"name":{"type":"string"},"children":{"type":"array","items":{"$ref":"%1$s"}},\
                "parent":{"anyOf":[{"$ref":"%1$s"},{"type":"null"}]}},"required":["name","children"],\
                "additionalProperties":false""";
        schema(Node.class, "{\"type\":\"object\"," + node.formatted("#") + "}");
        schema(
                Forest.class,
                "{\"type\":\"object\",\"properties\":{\"first\":{\"$ref\":\"#/$defs/Node\"},"
                        + "\"named\":{\"type\":\"object\",\"additionalProperties\":{\"$ref\":\"#/$defs/Node\"}}},"
                        + "\"required\":[\"first\",\"named\"],\"additionalProperties\":false,"
                        + "\"$defs\":{\"Node\":{\"type\":\"object\"," + node.formatted("#/$defs/Node") + "}}}");
    }

    @Test
    void genericRecordsAreDescribedForEachOfTheirTypes() {
        schema(Pages.class, """
                {"type":"object","properties":{"points":{"$ref":"#/$defs/PageOfPoint"},\
                "more":{"$ref":"#/$defs/PageOfPoint"},\
                "names":{"type":"object","properties":{"items":{"type":"array","items":{"type":"string"}},\
                "next":{"type":["string","null"]}},"required":["items"],"additionalProperties":false},\
                "origin":{"$ref":"#/$defs/Point"}},"required":["points","more","names","origin"],\
                "additionalProperties":false,"$defs":{"PageOfPoint":{"type":"object","properties":{\
                "items":{"type":"array","items":{"$ref":"#/$defs/Point"}},\
                "next":{"anyOf":[{"$ref":"#/$defs/Point"},{"type":"null"}]}},"required":["items"],\
                "additionalProperties":false},"Point":{"type":"object","properties":{"x":{"type":"integer"},\
                "y":{"type":"integer"}},"required":["x","y"],"additionalProperties":false}}}""");
    }

    @Test
    void typesThatAreNoObjectsHaveASchemaToo() {
        schema(String.class, "{\"type\":\"string\"}");
        schema(Unit[].class, "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"enum\":[\"CELSIUS\",\"F\"]}}");
    }

    @Test
    void strictModeRequiresEverythingAndLeavesOutWhatServicesRefuse() {
        strict(Choices.class, """
                {"type":"object","properties":{"file_name":{"type":"string","description":"which file"},\
                "optional":{"type":["string","null"]},"limit":{"type":["integer","null"]},\
                "unit":{"type":["string","null"],"enum":["CELSIUS","F",null]},"note":{"type":["string","null"]},\
                "count":{"type":["integer","null"]},"text":{"type":["string","null"]},\
                "names":{"type":["array","null"],"items":{"type":"string"}},\
                "shown":{"type":["string","null"],"enum":["CELSIUS","F",null]}},\
                "required":["file_name","optional","limit","unit","note","count","text","names","shown"],\
                "additionalProperties":false}""");
        strict(Line.class, """
                {"type":"object","properties":{"from":{"anyOf":[{"$ref":"#/$defs/Point"}],\
                "description":"where it begins"},"to":{"anyOf":[{"$ref":"#/$defs/Point"},{"type":"null"}]}},\
                "required":["from","to"],"additionalProperties":false,"$defs":{"Point":{"type":"object",\
                "properties":{"x":{"type":"integer"},"y":{"type":"integer"}},"required":["x","y"],\
                "additionalProperties":false}}}""");
        strict(URI.class, "{\"type\":\"string\"}");
        strict(UUID.class, "{\"type\":\"string\",\"format\":\"uuid\"}");
    }

    @Test
    void typesThatCannotBeDescribedNameThePlace() {
        refused(
                Unfit.class,
                "Unfit, component 'holder', component 'threads', element: type java.lang.Thread cannot be described as JSON;"
                        + " use a record");
        refused(ByNumber.class, "ByNumber, component 'map': type java.util.Map<java.lang.Integer,java.lang.String>");
        refused(ByNumber.class, "the keys of a map must be String");
        refused(Twice.class, "there are two properties with the name 'b'");
        refused(BadDefault.class, "BadDefault, component 'count': the default value 'many' does not fit type int");
        refused(NoValue.class, "NoValue, component 'count': type int has no value for \"not given\"");
        refused(Growing.class, "more than 500 record types are reached");
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> SchemaFromType.strict(Strings.class))
                .withMessageContaining("Strings, component 'map'")
                .withMessageContaining("in strict mode");
    }

    @Test
    void schemasDescribeWhatIsWrittenAndReadInTheSameNames() {
        Choices value =
                new Choices("a", Optional.empty(), OptionalInt.of(1), null, null, 1, "t", List.of(), Unit.FAHRENHEIT);
        String json = Json.write(value);
        assertThat(json)
                .isEqualTo("{\"file_name\":\"a\",\"limit\":1,\"count\":1,\"text\":\"t\",\"names\":[],\"shown\":\"F\"}");
        assertThat(Json.read(json, Choices.class)).isEqualTo(value);
    }

    private static void schema(Type type, String json) {
        assertThat(SchemaFromType.of(type).json()).isEqualTo(json);
        assertThat(SchemaFromType.of(type).json()).isEqualTo(json);
    }

    private static void strict(Type type, String json) {
        assertThat(SchemaFromType.strict(type).json()).isEqualTo(json);
    }

    private static void refused(Type type, String message) {
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> SchemaFromType.of(type))
                .withMessageContaining(message);
    }
}
