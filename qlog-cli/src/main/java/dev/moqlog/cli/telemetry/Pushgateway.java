package dev.moqlog.cli.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A Pushgateway of Prometheus, with the group of metrics that are replaced by each push. */
public final class Pushgateway {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int LONGEST_ANSWER = 300;

  private final URI group;
  private final String token;

  private Pushgateway(URI group, String token) {
    this.group = group;
    this.token = token;
  }

  /**
   * A group at a Pushgateway.
   *
   * @param base where it is; without a path in most cases
   * @param job the job of the group
   * @param relayInstance the relay instance of the group, or null
   * @param token the bearer token that it asks for, or null
   */
  public static Pushgateway at(URI base, String job, String relayInstance, String token) {
    StringBuilder url = new StringBuilder(base.toString().replaceAll("/+$", ""));
    url.append("/metrics/job/").append(encoded(job));
    if (relayInstance != null) {
      url.append("/relay_instance/").append(encoded(relayInstance));
    }
    return new Pushgateway(URI.create(url.toString()), token);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Replaces what the group had.
   *
   * @throws IOException if it cannot be reached or does not take it; the message says why
   */
  public void push(List<MetricSeries> series) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Exposition.TEXT.write(series, body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(group)
            .timeout(ANSWER)
            .header("Content-Type", Exposition.TEXT.contentType())
            .PUT(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer;
    try {
      answer =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT)
              .build()
              .send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while pushing to " + group, e);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new IOException("cannot push to " + group + ": " + reason, e);
    }
    if (answer.statusCode() / 100 != 2) {
      String text = answer.body().strip();
      throw new IOException(
          group
              + " answered "
              + answer.statusCode()
              + ": "
              + text.substring(0, Math.min(text.length(), LONGEST_ANSWER)));
    }
  }
}
