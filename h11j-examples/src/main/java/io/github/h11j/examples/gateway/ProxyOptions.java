package io.github.h11j.examples.gateway;

import java.time.Duration;

/**
 * How proxies behave.
 *
 * @param pseudonym the name in {@code Via}, a token; each proxy appends digits, to distinguish a request that has come
 *     back to it from one that another proxy with the same name has forwarded
 * @param connectTimeout how long connecting a tunnel may take, for each address
 * @param tunnelIdle how long a tunnel may be silent in both directions
 */
public record ProxyOptions(String pseudonym, Duration connectTimeout, Duration tunnelIdle) {

    /** {@code h11j}, 10 s to connect, 60 s of silence. */
    public static final ProxyOptions DEFAULT = new ProxyOptions("h11j", Duration.ofSeconds(10), Duration.ofSeconds(60));
}
