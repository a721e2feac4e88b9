/** JSON for the commands that read and write it. */
@NullMarked
package io.github.h11j.examples.json;

import org.jspecify.annotations.NullMarked;
