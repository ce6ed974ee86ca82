package dev.moqlog.cli.otlp;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has the SDK send by senders that read the answers: what an endpoint took in part counts as a
 * failure, and every failure is an {@link OtlpFailure}. The SDK itself takes any answer with status
 * 200 for a full success.
 */
final class OtlpSenders implements ComponentLoader {

  private final ComponentLoader all = ComponentLoader.forClassLoader(getClass().getClassLoader());

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    Iterable<T> found = all.load(type);
    if (type == HttpSenderProvider.class) {
      HttpSenderProvider provider = (HttpSenderProvider) found.iterator().next();
      return List.of(type.cast((HttpSenderProvider) config -> http(provider, config)));
    }
    if (type == GrpcSenderProvider.class) {
      GrpcSenderProvider provider = (GrpcSenderProvider) found.iterator().next();
      return List.of(type.cast((GrpcSenderProvider) config -> grpc(provider, config)));
    }
    return found;
  }

  private static HttpSender http(HttpSenderProvider provider, HttpSenderConfig config) {
    HttpSender sender = provider.createSender(config);
    return new HttpSender() {
      @Override
      public void send(
          MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
        sender.send(
            message,
            response -> {
              int status = response.getStatusCode();
              byte[] body = response.getResponseBody();
              Optional<OtlpFailure> failure =
                  status >= 200 && status < 300
                      ? OtlpAnswer.partialSuccess(body)
                      : Optional.of(refused(status + " " + response.getStatusMessage(), body));
              failure.ifPresentOrElse(onError, () -> onResponse.accept(response));
            },
            error -> onError.accept(OtlpFailure.unreachable(error)));
      }

      @Override
      public CompletableResultCode shutdown() {
        return sender.shutdown();
      }
    };
  }

  private static GrpcSender grpc(GrpcSenderProvider provider, GrpcSenderConfig config) {
    GrpcSender sender = provider.createSender(config);
    return new GrpcSender() {
      @Override
      public void send(
          MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
        sender.send(
            message,
            response -> {
              GrpcStatusCode status = response.getStatusCode();
              Optional<OtlpFailure> failure =
                  status == GrpcStatusCode.OK
                      ? OtlpAnswer.partialSuccess(response.getResponseMessage())
                      : Optional.of(
                          OtlpFailure.refused(
                              status.name() + said(response.getStatusDescription())));
              failure.ifPresentOrElse(onError, () -> onResponse.accept(response));
            },
            error -> onError.accept(OtlpFailure.unreachable(error)));
      }

      @Override
      public CompletableResultCode shutdown() {
        return sender.shutdown();
      }
    };
  }

  private static OtlpFailure refused(String status, byte[] body) {
    return OtlpFailure.refused(status.strip() + said(OtlpAnswer.reason(body)));
  }

  private static String said(String reason) {
    return reason == null || reason.isBlank() ? "" : ": " + reason.strip();
  }
}
