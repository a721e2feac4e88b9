package io.github.h11j.spec.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A client as a program. Arguments: a mutant's name, the method, URLs. It prints the contents and a last line with the
 * status, and exits with 1 if it rejects the last response. Without a method it serves many cases, see {@link
 * PersistentProgram}.
 */
final class TinyProgram {

    private TinyProgram() {}

    public static void main(String[] arguments) throws IOException {
        ClientMutant mutant = ClientMutant.all().stream()
                .filter(one -> one.toString().equals(arguments[0]))
                .findFirst()
                .orElse(ClientMutant.NONE);
        TinyClient client = new TinyClient(mutant);
        if (arguments.length == 1) {
            answerLines(client);
            return;
        }
        int exit = 0;
        int status = 0;
        for (int i = 2; i < arguments.length; i++) {
            try {
                String content = arguments[1].equals("POST") ? "hello" : "";
                ClientAnswer answer =
                        client.make(new ClientRequest(URI.create(arguments[i]), arguments[1], content, false));
                System.out.print(answer.content());
                status = answer.status();
                exit = 0;
            } catch (IOException e) {
                System.err.println(e);
                exit = 1;
            }
        }
        System.out.println("\nstatus: " + status);
        System.exit(exit);
    }

    private static void answerLines(TinyClient client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(answer(client, words[0], words[1]));
        }
    }

    private static String answer(TinyClient client, String word, String url) {
        if (word.equals("PUT")) {
            return "unsupported: no PUT";
        }
        boolean expects = word.equals("EXPECT");
        String method = expects ? "POST" : word;
        try {
            ClientAnswer answer = client.make(
                    new ClientRequest(URI.create(url), method, method.equals("POST") ? "hello" : "", expects));
            return "accepted " + answer.status() + " "
                    + URLEncoder.encode(answer.content(), StandardCharsets.ISO_8859_1)
                            .replace("+", "%20");
        } catch (IOException e) {
            System.err.println(e);
            return "rejected " + e.getClass();
        }
    }
}
