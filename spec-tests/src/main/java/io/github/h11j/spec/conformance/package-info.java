/**
 * Conformance tests for any HTTP/1.1 software over real sockets: cases as data, a runner for each kind of software, and
 * base classes for JUnit.
 *
 * <p>A {@link io.github.h11j.spec.conformance.ConformanceCase} says which bytes to send, and which {@link
 * io.github.h11j.spec.conformance.Observation observations} are correct. {@link
 * io.github.h11j.spec.conformance.CaseFile} reads cases from YAML. The bytes are written in a {@linkplain
 * io.github.h11j.spec.conformance.ByteTemplate visible notation}, and what may be observed in {@linkplain
 * io.github.h11j.spec.conformance.Pattern patterns}. The page {@code docs/reference/conformance-cases.md} describes the
 * format for people who write cases.
 *
 * <p>The kit reads what the software under test sends with its own reader, not with h11j's core, so that a bug of the
 * core cannot hide itself.
 */
@NullMarked
package io.github.h11j.spec.conformance;

import org.jspecify.annotations.NullMarked;
