/** What the commands write: text of at most 80 columns, and JSON, which they also read. */
@NullMarked
package io.github.h11j.examples.output;

import org.jspecify.annotations.NullMarked;
