package io.github.h11j.spec.conformance;

import java.net.URI;

/**
 * A request for a client under test to make.
 *
 * @param uri an {@code http} URI of the kit
 * @param method such as {@code GET}
 * @param content to send with it; empty if there is none
 * @param expectContinue whether to send {@code Expect: 100-continue}, and the content only after the response to it
 */
public record ClientRequest(URI uri, String method, String content, boolean expectContinue) {}
