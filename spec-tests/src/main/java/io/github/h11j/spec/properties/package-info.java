/**
 * The laws of an HTTP/1.1 implementation as properties for jqwik, stated once for every
 * {@link io.github.h11j.spec.pair.ConnectionUnderTest}.
 *
 * <p>A test class that implements {@link io.github.h11j.spec.properties.ConnectionProperties} inherits all of them and
 * only says how to create a connection:
 *
 * <pre>{@code
 * class MyParserProperties implements ConnectionProperties {
 *     @Override
 *     public ConnectionUnderTest connection(Role role) {
 *         return new MyAdapter(role);
 *     }
 * }
 * }</pre>
 *
 * <p>Each law is also an interface by itself. {@link io.github.h11j.spec.properties.ReferenceModel} is the state table
 * as an independent reference, which {@link io.github.h11j.spec.properties.ModelProperties} compares with two
 * connections at once.
 */
@NullMarked
package io.github.h11j.spec.properties;

import org.jspecify.annotations.NullMarked;
