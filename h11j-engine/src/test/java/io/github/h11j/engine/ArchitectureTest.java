package io.github.h11j.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the engine may not depend on. */
class ArchitectureTest {

    private static JavaClasses engine() throws Exception {
        return new ClassFileImporter()
                .importPath(Path.of(ServerSession.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
    }

    @Test
    void it_has_no_socket_thread_lock_log_or_clock_of_its_own() throws Exception {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.net\\..*(Socket|Channel)|java\\.nio\\.channels\\.(?!FileChannel).*"
                        + "|java\\.lang\\.(Thread|System\\$Logger)|java\\.util\\.(Timer|Random)|java\\.util\\.logging\\..*"
                        + "|java\\.util\\.concurrent\\.(locks\\..*|Execut.*|Thread.*|CompletableFuture)")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(engine());
    }

    @Test
    void what_an_application_sees_does_not_depend_on_the_engine() throws Exception {
        noClasses()
                .that()
                .resideInAPackage("io.github.h11j.handler")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.h11j.engine")
                .check(engine());
    }
}
