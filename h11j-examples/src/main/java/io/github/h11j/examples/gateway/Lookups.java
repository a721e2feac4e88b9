package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The addresses of servers: looked up on threads that may wait for a name server, and cached for ten seconds. */
final class Lookups {

    private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
    private static final String IPV4 = NUMBER + "(\\." + NUMBER + "){3}";

    private static final long AGE = TimeUnit.SECONDS.toNanos(10);

    /** How many addresses are cached; beyond that, the least recently used ones are removed. */
    private static final int MOST = 1_000;

    /** Finds addresses; may block. */
    interface Lookup {
        List<SocketAddress> addresses() throws IOException;
    }

    private record Found(Origin origin, long since) {}

    private final Map<Origin, Found> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, Found> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Finds the addresses of an origin. This and the following step happen within calls of the exchange. If there are
     * no addresses, the exchange is answered.
     *
     * @param named an origin with names
     * @param lookup finds their addresses
     * @param then receives the origin with addresses
     */
    void find(Forwarder forwarder, Exchange exchange, Origin named, Lookup lookup, Consumer<Origin> then) {
        if (!hasName(named)) {
            then.accept(named);
            return;
        }
        Found found;
        synchronized (known) {
            found = known.get(named);
        }
        if (found != null && System.nanoTime() - found.since() < AGE) {
            then.accept(found.origin());
        } else if (named.addresses().stream().allMatch(Lookups::needsNoServer)) {
            findNow(exchange, named, lookup).run(then);
        } else {
            forwarder.start(exchange, () -> {
                Answer answer = findNow(exchange, named, lookup);
                exchange.execute(() -> answer.run(then));
            });
        }
    }

    /** The step after a lookup. Called within a call of the exchange. */
    private interface Answer {
        void run(Consumer<Origin> then);
    }

    private Answer findNow(Exchange exchange, Origin named, Lookup lookup) {
        try {
            Origin origin = new Origin(lookup.addresses(), named.host(), named.port(), named.tls());
            return then -> then.accept(remember(named, origin));
        } catch (IOException | RuntimeException | Error e) {
            List<Event> refusal = ForwardProxy.refusal(e);
            return then -> exchange.send(refusal);
        }
    }

    /** Returns the same object as long as the addresses are the same, because connection pools use it as their key. */
    private Origin remember(Origin named, Origin origin) {
        synchronized (known) {
            Found last = known.get(named);
            Origin same = last != null && last.origin().equals(origin) ? last.origin() : origin;
            known.put(named, new Found(same, System.nanoTime()));
            return same;
        }
    }

    private static boolean hasName(Origin origin) {
        for (SocketAddress address : origin.addresses()) {
            if (isName(address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isName(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.isUnresolved();
    }

    /** Returns whether it is an IPv4 address as text, or not a name at all. 999.999.999.999 is a name. */
    private static boolean needsNoServer(SocketAddress address) {
        return !isName(address) || ((InetSocketAddress) address).getHostString().matches(IPV4);
    }
}
