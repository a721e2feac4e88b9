package io.github.h11j.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that would be ignored, because of what else is on the command line: they are refused instead. */
final class Inapplicable {

    private Inapplicable() {}

    /**
     * Refuses options.
     *
     * @param why what each is for, or why it has no effect, in words that fit after its name
     */
    static void refuse(CommandSpec spec, String why, String... options) {
        CommandLine line = spec.commandLine();
        for (String option : options) {
            if (line.getParseResult().hasMatchedOption(option)) {
                throw new ParameterException(line, option + " " + why);
            }
        }
    }
}
