package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.URI;

/**
 * A client as a program. Arguments: a mutant's name, the method, URLs. It prints the contents and a last line with the
 * status, and exits with 1 if it rejects the last response.
 */
final class TinyProgram {

    private TinyProgram() {}

    public static void main(String[] arguments) {
        ClientMutant mutant = ClientMutant.all().stream()
                .filter(one -> one.toString().equals(arguments[0]))
                .findFirst()
                .orElse(ClientMutant.NONE);
        TinyClient client = new TinyClient(mutant);
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
}
