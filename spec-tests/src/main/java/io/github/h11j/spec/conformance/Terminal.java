package io.github.h11j.spec.conformance;

import java.io.Console;

/** Whether people look at the output while it is written. */
final class Terminal {

    private Terminal() {}

    /** Whether input and output are a terminal: a line that is written over and over is a nuisance in a file. */
    @SuppressWarnings("SystemConsoleNull") // before Java 22 there may be no console
    static boolean isThere() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // since Java 22 there may be a console that is no terminal, and a method that says so
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
