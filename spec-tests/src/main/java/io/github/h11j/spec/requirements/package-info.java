/**
 * The requirements of HTTP/1.1 as data, and which tests cover them: {@link
 * io.github.h11j.spec.requirements.RequirementCatalogue} reads the requirements of RFC 9112 and RFC 9110, {@link
 * io.github.h11j.spec.requirements.Requirement} and {@link io.github.h11j.spec.requirements.Citations} say of a test which
 * of them it tests, and {@link io.github.h11j.spec.requirements.RequirementListener} writes the {@link
 * io.github.h11j.spec.requirements.TraceabilityReport} of a test run.
 */
@NullMarked
package io.github.h11j.spec.requirements;

import org.jspecify.annotations.NullMarked;
