package io.github.h11j.benchmarks.servers;

import io.netty.channel.epoll.Epoll;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts one of the servers and says where: {@code java io.github.h11j.benchmarks.servers.Servers NAME}. It serves
 * until its standard input ends, so that it does not outlive the program that started it.
 */
public final class Servers {

    static final Map<String, GreetingServer.Starter> BY_NAME = all();

    private Servers() {}

    private static Map<String, GreetingServer.Starter> all() {
        Map<String, GreetingServer.Starter> all = new TreeMap<>(Map.of(
                "h11j-nio", H11jServers::nio,
                "h11j-blocking", H11jServers::blocking,
                "activej", ActivejServer::new,
                "jdk", JdkServer::new,
                "jetty", JettyServer::new,
                "netty", NettyServer::nio,
                "tomcat", TomcatServer::new,
                "undertow", UndertowServer::new,
                "vertx", VertxServer::new));
        if (Epoll.isAvailable()) {
            all.put("netty-epoll", NettyServer::epoll);
        }
        try {
            Class<?> helidon = Class.forName("io.github.h11j.benchmarks.servers.HelidonServer");
            all.put("helidon", () -> (GreetingServer) helidon.getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            // this was built on a JDK before 21
        }
        return all;
    }

    /**
     * Starts a server; without arguments lists their names.
     *
     * @param arguments the name
     * @throws Exception if it cannot start
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            BY_NAME.keySet().forEach(System.out::println);
            return;
        }
        GreetingServer.Starter starter = BY_NAME.get(arguments[0]);
        if (starter == null) {
            throw new IllegalArgumentException(arguments[0] + " is not one of " + BY_NAME.keySet());
        }
        GreetingServer server = starter.start();
        System.out.println("listening on http://127.0.0.1:" + server.port());
        System.out.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
        server.stop();
        System.exit(0); // some libraries leave threads behind
    }
}
