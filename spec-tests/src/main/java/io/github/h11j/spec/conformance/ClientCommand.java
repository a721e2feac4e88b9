package io.github.h11j.spec.conformance;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tests a client. */
@Command(
        name = "client",
        description = {
            "Tests an HTTP/1.1 client.",
            "With --exec, the client is a command that requests {url}, prints the content of the response, and exits with"
                    + " 0 if it accepts the response. It can report the status in a last line, such as \"status: 200\"."
        },
        mixinStandardHelpOptions = true)
final class ClientCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--exec",
            paramLabel = "CMD",
            description = "The command for a GET of {url}, such as 'curl -s {url}'. It does not run in a shell: quotes"
                    + " and backslashes work as in one, nothing else does.")
    private @Nullable String exec;

    @Option(
            names = "--exec-for",
            paramLabel = "METHODS=CMD",
            description = {
                "The command for other requests. METHODS is a method (HEAD, POST, PUT), EXPECT (a POST with Expect:"
                        + " 100-continue), or several of them, one after another on one connection. Examples:"
                        + " HEAD='curl -sI {url}', POST='curl -s -d hello {url}', GET,GET='curl -s {url} {url2}'. The"
                        + " content is always hello. Can be repeated."
            })
    private final Map<String, String> execFor = new LinkedHashMap<>();

    @Option(
            names = "--persistent",
            paramLabel = "CMD",
            description = {
                "A command that serves many cases, in place of one command per case; --parallel N starts N of it. It"
                        + " reads lines \"METHOD URL\" and answers each with one line: \"accepted STATUS CONTENT\","
                        + " \"rejected\" or \"unsupported\". CONTENT is percent-encoded."
            })
    private @Nullable String persistent;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            converter = Numbers.Port.class,
            description =
                    "Wait for a client instead of starting one. PORT serves a list with one method and URL per case. The"
                            + " cases use the ports after PORT. With 0, all ports are chosen freely.")
    private @Nullable Integer listen;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen on; default: ${DEFAULT-VALUE}.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--parallel",
            paramLabel = "N",
            converter = Numbers.Positive.class,
            description = "How many cases to run at a time; default: ${DEFAULT-VALUE}.")
    private int parallel = 8;

    @Mixin
    private final RunOptions options = new RunOptions();

    @Override
    public Integer call() throws Exception {
        if (options.isListOnly()) {
            return options.list(CaseKind.CLIENT, spec.commandLine().getOut());
        }
        if (listen != null) {
            return options.listen(InetAddress.getByName(bind), listen, spec.commandLine());
        }
        Map<String, List<String>> commands = new HashMap<>();
        execFor.forEach((methods, command) -> commands.put(methods, words(methods, command)));
        String plain = exec;
        if (plain != null) {
            commands.put("GET", words("GET", plain));
        }
        if (persistent != null) {
            return persistent(persistent, commands.isEmpty());
        }
        if (!commands.containsKey("GET")) {
            throw new ParameterException(spec.commandLine(), "one of --exec, --persistent and --listen is needed");
        }
        return options.run(
                CaseKind.CLIENT,
                String.join(" ", commands.getOrDefault("GET", List.of())),
                spec.commandLine(),
                () -> new ClientRunner(new ProgramCaller(commands), options.timeout(), parallel));
    }

    private int persistent(String command, boolean alone) throws Exception {
        if (!alone) {
            throw new ParameterException(
                    spec.commandLine(), "--persistent covers all methods, so it cannot be combined with --exec-for");
        }
        List<String> words;
        try {
            words = CommandWords.of(command);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try (PersistentPrograms programs = new PersistentPrograms(words)) {
            return options.run(
                    CaseKind.CLIENT,
                    command,
                    spec.commandLine(),
                    () -> new ClientRunner(programs, options.timeout(), parallel));
        }
    }

    private List<String> words(String methods, String command) {
        try {
            List<String> words = CommandWords.of(command);
            int requests = methods.split(",", -1).length;
            for (int i = 1; i <= requests; i++) {
                String url = i == 1 ? "{url}" : "{url" + i + "}";
                if (words.stream().noneMatch(word -> word.contains(url))) {
                    throw new IllegalArgumentException("\"" + command + "\" is for " + methods + ", but has no " + url);
                }
            }
            return words;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
