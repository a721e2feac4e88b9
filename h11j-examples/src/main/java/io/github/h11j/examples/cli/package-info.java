/** Commands that show h11j at work: one runnable jar. */
@NullMarked
package io.github.h11j.examples.cli;

import org.jspecify.annotations.NullMarked;
