/**
 * Conformance tests for any HTTP/1.1 software over real sockets: cases as data, a runner for each kind of
 * software, and base classes for JUnit.
 *
 * <p>A {@link io.github.h11j.spec.conformance.ConformanceCase} says which bytes are sent, and which
 * {@link io.github.h11j.spec.conformance.Observation observations} are right. {@link
 * io.github.h11j.spec.conformance.CaseFile} reads cases from YAML. The bytes stand there in a
 * {@linkplain io.github.h11j.spec.conformance.ByteTemplate visible notation}; what may be observed is written as
 * {@linkplain io.github.h11j.spec.conformance.Pattern patterns}. The page {@code docs/reference/conformance-cases.md} describes
 * the format for people who write cases.
 *
 * <p>The kit reads what software under test sends with a reader of its own, not with h11j's core: a fault of the core
 * cannot hide itself.
 */
@NullMarked
package io.github.h11j.spec.conformance;

import org.jspecify.annotations.NullMarked;
