package io.github.h11j.spec.requirements;

import java.util.List;

/** Plays the scripts of a requirement: called in a separate class loader, in which a class of the core is a mutant. */
public final class ScriptRun {

    private ScriptRun() {}

    /**
     * The first script that does not hold.
     *
     * @param requirement whose scripts are played
     * @return its title and why, empty if all hold
     */
    public static String firstFailure(String requirement) {
        List<Script> scripts = ScriptDocument.all().stream()
                .flatMap(document -> document.scripts().stream())
                .filter(script -> script.ids().contains(requirement))
                .toList();
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("no script for " + requirement);
        }
        for (Script script : scripts) {
            try {
                ScriptPlayer.play(script);
            } catch (AssertionError | RuntimeException e) {
                return script.title() + ": " + e;
            }
        }
        return "";
    }
}
