package io.github.h11j.examples.keepalive;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Where and when it was measured.
 *
 * @param date the date, UTC
 * @param jdk its name and version
 * @param system operating system and architecture
 * @param processors how many processors the JVM may use
 */
public record Machine(String date, String jdk, String system, int processors) {

    /**
     * Returns this machine, today.
     *
     * @return what the JVM reports
     */
    public static Machine here() {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    @Override
    public String toString() {
        return date + ", " + jdk + ", " + system + ", " + processors + " processors";
    }
}
