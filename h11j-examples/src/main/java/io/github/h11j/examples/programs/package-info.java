/**
 * One-file programs, one feature each. Build once ({@code mvn -q -DskipTests package}), then run any of them as it stands:
 * {@code java -cp h11j-examples/target/h11j.jar h11j-examples/src/main/java/io/github/h11j/examples/programs/Hello.java}. Those
 * that are servers listen on port 8080 of the loopback address and print a curl line to try.
 */
@NullMarked
package io.github.h11j.examples.programs;

import org.jspecify.annotations.NullMarked;
