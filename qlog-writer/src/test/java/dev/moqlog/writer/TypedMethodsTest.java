package dev.moqlog.writer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.moqlog.vocabulary.ControlMessageType;
import dev.moqlog.vocabulary.EventType;
import dev.moqlog.vocabulary.Field;
import dev.moqlog.vocabulary.FrameType;
import dev.moqlog.vocabulary.PacketNumberSpace;
import dev.moqlog.vocabulary.PacketType;
import dev.moqlog.vocabulary.Profile;
import dev.moqlog.vocabulary.Structure;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method that writes something, found by reflection, against the catalogue. */
class TypedMethodsTest {

  /** The objects that are written under these names; each element of a list is one. */
  private static final Map<String, Structure> STRUCTURES =
      Map.ofEntries(
          Map.entry("header", Structure.PACKET_HEADER),
          Map.entry("raw", Structure.RAW_INFO),
          Map.entry("object_payload", Structure.RAW_INFO),
          Map.entry("local", Structure.ENDPOINT),
          Map.entry("remote", Structure.ENDPOINT),
          Map.entry("tuple_local", Structure.ENDPOINT),
          Map.entry("tuple_remote", Structure.ENDPOINT),
          Map.entry("chosen_alpn", Structure.ALPN),
          Map.entry("start_location", Structure.LOCATION),
          Map.entry("end_location", Structure.LOCATION),
          Map.entry("track_name", Structure.BYTE_STRING),
          Map.entry("track_namespace", Structure.BYTE_STRING),
          Map.entry("track_namespace_prefix", Structure.BYTE_STRING),
          Map.entry("track_namespace_suffix", Structure.BYTE_STRING),
          Map.entry("parameters", Structure.PARAMETER),
          Map.entry("setup_options", Structure.SETUP_OPTION),
          Map.entry("standalone_fetch", Structure.STANDALONE_FETCH_RANGE),
          Map.entry("joining_fetch", Structure.JOINING_FETCH_START));

  @TempDir Path directory;

  private Profile profile;

  // What is called.

  private static Stream<Method> methods(Class<?> type, Predicate<Method> which) {
    List<Method> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(which)
            .toList();
    assertThat(methods).as(type.getSimpleName()).isNotEmpty();
    return methods.stream();
  }

  private static boolean takesATimeFirst(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return parameters.length > 0
        && parameters[0] == long.class
        && !Arrays.asList(parameters).contains(QlogRecord.class);
  }

  private static Object call(Object target, Method method, EventType event, Object message) {
    Class<?>[] types = method.getParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] =
          i == 0 && takesATimeFirst(method)
              ? Recording.START
              : argument(types[i], 100 + i, event, message);
    }
    try {
      return method.invoke(target, arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(method.toString(), e);
    }
  }

  private static Object argument(Class<?> type, int number, EventType event, Object message) {
    if (type == long.class) {
      return (long) number;
    } else if (type == int.class) {
      return number;
    } else if (type == boolean.class) {
      return true;
    } else if (type == String.class || type == CharSequence.class) {
      return "word" + number;
    } else if (type == byte[].class) {
      return new byte[] {1, 2, 3, (byte) number};
    } else if (type == List.class) {
      return List.of("one", "two");
    } else if (type == InetSocketAddress.class) {
      return new InetSocketAddress("192.0.2." + number, 4433);
    } else if (type == PacketType.class) {
      return PacketType.ONE_RTT;
    } else if (type == PacketNumberSpace.class) {
      return PacketNumberSpace.HANDSHAKE;
    } else if (type == EventType.class) {
      return event;
    } else if (type == ControlMessageType.class) {
      return message;
    }
    throw new AssertionError("no value for " + type);
  }

  private static void commit(Object cursor) {
    if (cursor instanceof PacketEvent packet) {
      packet.commit();
    } else if (cursor instanceof FieldsEvent fields) {
      fields.commit();
    } else if (cursor instanceof MetricsEvent metrics) {
      metrics.commit();
    } else if (cursor instanceof ControlMessageEvent message) {
      message.commit();
    } else {
      assertThat(cursor).isNull();
    }
  }

  private List<JsonNode> record(Consumers events) {
    return Recording.of(
            directory,
            builder -> builder.profile(profile).addresses(AddressPolicy.FULL),
            events::accept)
        .events();
  }

  private interface Consumers {
    void accept(QlogTrace trace);
  }

  // What is expected.

  private Set<String> names(List<Field> fields) {
    Set<String> names = new HashSet<>();
    fields.forEach(field -> names.add(field.qlogName(profile)));
    names.remove(null);
    return names;
  }

  private void checkEvent(String method, JsonNode event) {
    EventType type = EventType.of(event.get("name").asText());
    assertThat(type).as(method).isNotEqualTo(EventType.OTHER);
    assertThat(event.get("name").asText()).isEqualTo(type.qlogName(profile));
    check(method, event.get("data"), names(type.fields()));
  }

  private void check(String where, JsonNode object, Set<String> allowed) {
    assertThat(allowed).as(where).containsAll(Recording.namesOf(object));
    for (String name : Recording.namesOf(object)) {
      JsonNode value = object.get(name);
      if (value.isObject()) {
        checkInner(where, name, value);
      } else if (value.isArray()) {
        for (JsonNode element : value) {
          if (element.isObject()) {
            checkInner(where, name, element);
          }
        }
      }
    }
  }

  private void checkInner(String where, String name, JsonNode object) {
    if (name.equals("frames")) {
      Set<String> allowed = names(FrameType.of(object.get("frame_type").asText()).fields());
      allowed.add("frame_type");
      check(where + " frame", object, allowed);
    } else if (name.equals("message")) {
      String type = object.get("type").asText();
      Set<String> allowed =
          names(
              Arrays.stream(ControlMessageType.values())
                  .filter(message -> message.qlogName().equals(type))
                  .findFirst()
                  .orElseThrow()
                  .fields());
      allowed.add("type");
      check(where + " " + type, object, allowed);
    } else {
      assertThat(STRUCTURES).as(where).containsKey(name);
      check(where + " " + name, object, names(STRUCTURES.get(name).fields()));
    }
  }

  // The methods.

  @ParameterizedTest
  @EnumSource
  void everyEventMethodWritesOneEventOfTheCatalogue(Profile of) {
    profile = of;
    List<String> called = new ArrayList<>();
    List<JsonNode> events =
        record(
            trace -> {
              for (Object target :
                  List.of(trace, trace.connection(), trace.streams(), trace.moq())) {
                methods(target.getClass(), TypedMethodsTest::takesATimeFirst)
                    .forEach(
                        method -> {
                          called.add(target.getClass().getSimpleName() + '.' + method.getName());
                          commit(
                              call(
                                  target,
                                  method,
                                  EventType.LOGLEVEL_INFO,
                                  ControlMessageType.REQUEST_OK));
                        });
              }
            });
    assertThat(events).hasSameSizeAs(called);
    for (int i = 0; i < called.size(); i++) {
      checkEvent(called.get(i), events.get(i));
    }
  }

  private static final List<EventType> PACKET_EVENTS =
      Arrays.stream(EventType.values())
          .filter(type -> type.fields().contains(Field.HEADER))
          .toList();

  private static PacketEvent packet(QlogTrace trace, EventType type) {
    long now = Recording.START;
    return switch (type) {
      case PACKET_SENT -> trace.packetSent(now, PacketType.ONE_RTT, 1);
      case PACKET_RECEIVED -> trace.packetReceived(now, PacketType.ONE_RTT, 1);
      case PACKET_LOST -> trace.packetLost(now, PacketType.ONE_RTT, 1);
      case PACKET_DROPPED -> trace.packetDropped(now, PacketType.ONE_RTT, 1);
      case PACKET_BUFFERED -> trace.packetBuffered(now, PacketType.ONE_RTT, 1);
      default -> throw new AssertionError(type + " has a header but no method");
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyPartOfAPacketIsOneThatItsEventHas(Profile of) {
    profile = of;
    List<String> called = new ArrayList<>();
    List<JsonNode> events =
        record(
            trace -> {
              for (EventType type : PACKET_EVENTS) {
                methods(PacketEvent.class, method -> method.getReturnType() == PacketEvent.class)
                    .forEach(
                        method -> {
                          called.add(type + " " + method.getName());
                          PacketEvent event = packet(trace, type);
                          call(event, method, type, null);
                          event.commit();
                          // The same behind a frame with ranges.
                          called.add(type + " ack and " + method.getName());
                          event = packet(trace, type).ack(0).range(1, 2);
                          call(event, method, type, null);
                          event.commit();
                        });
              }
            });
    assertThat(events).hasSameSizeAs(called);
    for (int i = 0; i < called.size(); i++) {
      checkEvent(called.get(i), events.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricIsOneOfTheCatalogue(Profile of) {
    profile = of;
    Set<String> written = new HashSet<>();
    List<JsonNode> events =
        record(
            trace ->
                methods(MetricsEvent.class, method -> method.getReturnType() == MetricsEvent.class)
                    .forEach(
                        method -> {
                          MetricsEvent event = trace.metricsUpdated(Recording.START);
                          call(event, method, null, null);
                          event.commit();
                        }));
    for (JsonNode event : events) {
      checkEvent("metric", event);
      written.addAll(Recording.namesOf(event.get("data")));
    }
    assertThat(written).isEqualTo(names(EventType.RECOVERY_METRICS_UPDATED.fields()));
  }

  @ParameterizedTest
  @EnumSource
  void everyMemberOfAControlMessageIsOneThatSomeMessageHas(Profile of) {
    profile = of;
    methods(
            ControlMessageEvent.class,
            method -> method.getReturnType() == ControlMessageEvent.class)
        .forEach(this::checkMember);
  }

  private void checkMember(Method method) {
    Function<ControlMessageType, Set<String>> members =
        message -> {
          Set<String> names = names(message.fields());
          names.add("type");
          return names;
        };
    List<ControlMessageType> fitting = new ArrayList<>();
    List<JsonNode> events =
        record(
            trace -> {
              for (ControlMessageType message : ControlMessageType.values()) {
                ControlMessageEvent event =
                    trace.moq().controlMessageCreated(Recording.START, 0, message);
                call(event, method, null, message);
                event.commit();
              }
            });
    assertThat(events).hasSameSizeAs(ControlMessageType.values());
    for (ControlMessageType message : ControlMessageType.values()) {
      JsonNode event = events.get(message.ordinal());
      List<String> written = Recording.namesOf(event.get("data").get("message"));
      if (members.apply(message).containsAll(written)) {
        checkEvent(method.getName(), event);
        fitting.add(message);
      }
    }
    assertThat(fitting).as(method.getName()).isNotEmpty();
  }
}
