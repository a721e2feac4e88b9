package io.github.h11j.examples.keepalive;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes the calls with another program: all calls in one process, which prints how long each took. */
final class ProgramCaller implements Caller {

    private static final int TIMEOUT_SECONDS = 120;
    private static final double MILLIS = 1000;

    private final String name;
    private final Program program;

    private ProgramCaller(String name, Program program) {
        this.name = name;
        this.program = program;
    }

    /** How the program is run. */
    private interface Program {
        List<Double> run(String url, int calls) throws IOException, InterruptedException;
    }

    /** Returns curl, requests (Python) or boto3 (Python); empty if it is not installed. */
    static Optional<Caller> find(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "curl" ->
                onPath("curl").stream()
                        .findFirst()
                        .map(curl -> new ProgramCaller(name, (url, calls) -> curl(curl, url, calls)));
            case "requests", "boto3" ->
                python(name).map(python -> new ProgramCaller(name, (url, calls) -> python(python, name, url, calls)));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .toList();
    }

    /** Returns the first interpreter that has the module: the first one on the path may not have it. */
    private static Optional<Path> python(String module) throws IOException, InterruptedException {
        Set<Path> interpreters = new LinkedHashSet<>(onPath("python3"));
        for (Path python : interpreters) {
            Process process = start(List.of(python.toString(), "-c", "import " + module));
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            if (process.waitFor() == 0) {
                return Optional.of(python);
            }
        }
        return Optional.empty();
    }

    private static List<Double> curl(Path curl, String url, int calls) throws IOException, InterruptedException {
        String config =
                "url = \"%s\"\noutput = \"%s\"\n".formatted(url, nowhere()).repeat(calls);
        String out = run(
                List.of(curl.toString(), "-q", "-sS", "-f", "--noproxy", "*", "-w", "%{time_total}\n", "-K", "-"),
                config);
        return out.lines().map(line -> Double.parseDouble(line) * MILLIS).toList();
    }

    private static String nowhere() {
        return File.separatorChar == '/' ? "/dev/null" : "NUL";
    }

    private static List<Double> python(Path python, String module, String url, int calls)
            throws IOException, InterruptedException {
        String out = run(List.of(python.toString(), "-", module, url, Integer.toString(calls)), script());
        List<Double> millis = new ArrayList<>();
        for (String number : out.strip().replaceAll("[\\[\\]]", "").split(",", -1)) {
            millis.add(Double.parseDouble(number));
        }
        return millis;
    }

    private static String script() throws IOException {
        try (InputStream script = ProgramCaller.class.getResourceAsStream("calls.py")) {
            if (script == null) {
                throw new IOException("calls.py is missing beside " + ProgramCaller.class);
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String run(List<String> command, String input) throws IOException, InterruptedException {
        Process process = start(command);
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command.get(0) + " has failed: " + output.strip());
        }
        return output;
    }

    /** Starts a program without the user's configuration of proxies and accounts. */
    private static Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(variable -> variable.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        environment.put("AWS_CONFIG_FILE", nowhere());
        environment.put("AWS_SHARED_CREDENTIALS_FILE", nowhere());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        return builder.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Double> call(MeasuredServer server, int calls) throws IOException, InterruptedException {
        List<Double> millis = program.run(server.url(), calls);
        if (millis.size() != calls) {
            throw new IOException(name + " has made " + millis.size() + " calls instead of " + calls);
        }
        return millis;
    }
}
