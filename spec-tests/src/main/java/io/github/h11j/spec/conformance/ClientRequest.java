package io.github.h11j.spec.conformance;

import java.net.URI;

/**
 * A request that a client under test is told to make.
 *
 * @param uri an {@code http} URI of the kit
 * @param method such as {@code GET}
 * @param content to send with it; empty if there is none
 * @param expectContinue whether it is to be sent with {@code Expect: 100-continue}, the content after the answer
 */
public record ClientRequest(URI uri, String method, String content, boolean expectContinue) {}
