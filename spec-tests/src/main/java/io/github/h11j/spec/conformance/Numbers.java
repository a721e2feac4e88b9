package io.github.h11j.spec.conformance;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of the command line. One that no run can use is refused before the run, with the name of its option. */
final class Numbers {

    private Numbers() {}

    /** At least 1. */
    static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(1, Integer.MAX_VALUE, text, "a number of 1 or more");
        }
    }

    /** 0, which stands for any, to 65535. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return within(0, 0xFFFF, text, "a port, which is a number from 0 to 65535");
        }
    }

    private static int within(int least, int most, String text, String what) {
        if (text.matches("\\d{1,18}")) {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw new TypeConversionException("'" + text + "' is not " + what);
    }
}
