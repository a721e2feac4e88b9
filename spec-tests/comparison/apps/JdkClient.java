import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

class JdkClient {
    static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            try {
                System.out.println(send(words[0], URI.create(words[1])));
            } catch (Exception e) {
                System.out.println("rejected " + e.toString().replace('\n', ' '));
            }
        }
    }

    static String send(String method, URI uri) throws Exception {
        boolean expects = method.equals("EXPECT");
        boolean hasContent = expects || method.equals("POST") || method.equals("PUT");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(10))
                .expectContinue(expects)
                .method(
                        expects ? "POST" : method,
                        hasContent ? BodyPublishers.ofString("hello") : BodyPublishers.noBody())
                .build();
        HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
        StringBuilder line = new StringBuilder("accepted " + response.statusCode() + " ");
        for (byte b : response.body()) {
            line.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return line.toString();
    }
}
