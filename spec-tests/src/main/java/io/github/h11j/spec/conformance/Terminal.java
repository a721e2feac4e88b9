package io.github.h11j.spec.conformance;

import java.io.Console;

/** Whether the output goes to a terminal. */
final class Terminal {

    private Terminal() {}

    /** Returns whether input and output are a terminal. A progress line that is rewritten is a nuisance in a file. */
    @SuppressWarnings("SystemConsoleNull") // before Java 22 there may be no console
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // since Java 22 a console need not be a terminal, and a method says whether it is
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
