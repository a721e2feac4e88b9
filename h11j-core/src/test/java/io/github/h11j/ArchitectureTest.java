package io.github.h11j;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the core may depend on, and which of its classes on which. */
class ArchitectureTest {

    private static final JavaClasses CORE = core();

    /** From the bottom up: a class may depend on those of its own line and of the lines above it. */
    private static final List<String> LAYERS = List.of(
            "Role State PauseReason EventType CloseReason HttpVersion Violation Option Limits Policy ReasonPhrases",
            "StateMachine ProtocolTable CompiledRules Refusals",
            "Latin1 Escaper",
            "ProtocolException LocalProtocolException RemoteProtocolException Grammar FieldName HiddenPart LineExcerpt",
            "Bytes Target RequestTarget CommaList",
            "FieldLines Headers HeadersBuilder ChunkExtension",
            "NextEvent Signal Event Request InformationalResponse Response Data EndOfMessage ConnectionClosed",
            "BodyFrame TrailingData ErrorResponse ViolationHandler Framing Trailers",
            "Conversation ReceiveBuffer HeadIndex FastHead HeadLines CarefulHead HeadSearch HeadReader IdleReader",
            "ChunkLine BodyReader ChunkReader SendValidator Output ResponseCleanUp HeadWriter BodyWriter",
            "Sender Receiver",
            "Connection");

    private static final Map<String, Integer> LAYER_OF = IntStream.range(0, LAYERS.size())
            .boxed()
            .flatMap(i -> Arrays.stream(LAYERS.get(i).split(" ", -1)).map(name -> Map.entry(name, i)))
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));

    private static JavaClasses core() {
        try {
            return new ClassFileImporter()
                    .importPath(Path.of(Connection.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String topLevelName(JavaClass each) {
        String name = each.getName().substring(each.getPackageName().length() + 1);
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static boolean isOfCore(JavaClass each) {
        return each.getPackageName().equals("io.github.h11j")
                && !topLevelName(each).endsWith("-info");
    }

    @Test
    void there_is_one_package() {
        assertThat(CORE.stream().filter(each -> !each.getName().equals("module-info")))
                .hasSizeGreaterThan(50)
                .allMatch(each -> each.getPackageName().equals("io.github.h11j"));
    }

    @Test
    void the_core_depends_on_java_base_alone() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "io.github.h11j",
                                "org.jspecify.annotations",
                                "java.lang",
                                "java.lang.annotation",
                                "java.lang.invoke",
                                "java.lang.runtime",
                                "java.nio",
                                "java.nio.charset",
                                "java.util",
                                "java.util.function",
                                "java.util.stream")
                        .or(DescribedPredicate.describe("primitive arrays", each -> each.isArray()))
                        .or(nameMatching(STREAM_TO_WRITE_TO)))
                .because("it does no I/O, reads no clock, starts no thread, writes no log")
                .check(CORE);
    }

    /**
     * {@link Bytes#writeTo} writes to a stream that its caller made and opened, as {@link Bytes#copyTo(ByteBuffer)} writes
     * to a buffer: what happens then is the caller's I/O, and its IOException goes back to it. The alternative is that each
     * caller with a blocking socket copies each body first. No other class of java.io, and nobody else.
     */
    private static final String STREAM_TO_WRITE_TO = "java\\.io\\.(OutputStream|IOException)";

    @Test
    void only_bytes_know_streams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Bytes.class.getName())
                .should()
                .dependOnClassesThat(nameMatching(STREAM_TO_WRITE_TO))
                .check(CORE);
    }

    @Test
    void there_are_no_threads_no_time_no_randomness_and_nothing_of_the_process() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        nameMatching("java\\.lang\\.(Thread.*|.*ThreadLocal|Runtime|Process.*|ref\\..*|reflect\\..*)"))
                .orShould()
                .dependOnClassesThat(nameMatching(
                        "java\\.util\\.(Random|SplittableRandom|UUID|Timer.*|Date|Calendar|Scanner|Formatter)"))
                .orShould()
                .accessTargetWhere(DescribedPredicate.describe(
                        "something of System but arraycopy is used",
                        access -> access.getTargetOwner().isEquivalentTo(System.class)
                                && !access.getName().equals("arraycopy")))
                .check(CORE);
    }

    @Test
    void numbers_are_never_parsed_by_the_library() {
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe("a number is parsed", ArchitectureTest::parsesNumber))
                .because("parseInt and its kin take signs and digits that are not ASCII")
                .check(CORE);
    }

    private static boolean parsesNumber(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        boolean ofString = access.getTarget().getFullName().contains("String")
                || access.getTarget().getFullName().contains("CharSequence");
        return (owner.matches("java\\.lang\\.(Byte|Short|Integer|Long|Float|Double)")
                        && (name.startsWith("parse") || name.equals("decode") || (name.equals("valueOf") && ofString)))
                || (owner.equals("java.lang.Character") && name.matches("digit|getNumericValue|isDigit|isLetter.*"))
                || owner.startsWith("java.math.");
    }

    @Test
    void every_class_has_a_layer_and_depends_on_none_above_it() {
        classes()
                .that(DescribedPredicate.describe("are of the core", ArchitectureTest::isOfCore))
                .should(new DependDownwards())
                .check(CORE);
    }

    private static final class DependDownwards extends ArchCondition<JavaClass> {

        private DependDownwards() {
            super("depend on classes of their own or a lower layer");
        }

        @Override
        public void check(JavaClass item, ConditionEvents events) {
            Integer layer = LAYER_OF.get(topLevelName(item));
            if (layer == null) {
                events.add(SimpleConditionEvent.violated(item, item.getName() + " has no layer"));
                return;
            }
            for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
                JavaClass other = dependency.getTargetClass().getBaseComponentType();
                if (isOfCore(other) && LAYER_OF.getOrDefault(topLevelName(other), 0) > layer) {
                    events.add(SimpleConditionEvent.violated(item, dependency.getDescription()));
                }
            }
        }
    }

    @Test
    void every_class_of_the_layers_exists() {
        assertThat(CORE.stream().filter(ArchitectureTest::isOfCore).map(ArchitectureTest::topLevelName))
                .containsAll(LAYER_OF.keySet());
    }

    @Test
    void public_fields_are_constants_that_cannot_be_changed() {
        fields().that()
                .arePublic()
                .should()
                .beStatic()
                .andShould()
                .beFinal()
                .andShould(new ArchCondition<JavaField>("not be arrays or collections") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        JavaClass type = field.getRawType();
                        if (type.isArray()
                                || (type.isAssignableTo(Iterable.class) && !type.isEquivalentTo(Headers.class))) {
                            events.add(SimpleConditionEvent.violated(field, field.getFullName()));
                        }
                    }
                })
                .check(CORE);
    }

    @Test
    void public_classes_other_than_the_machines_and_the_builder_have_only_final_fields() {
        fields().that()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(DescribedPredicate.describe(
                        "are values",
                        each -> !each.isEquivalentTo(StateMachine.class)
                                && !each.isEquivalentTo(Connection.class)
                                && !each.isEquivalentTo(HeadersBuilder.class)))
                .and(DescribedPredicate.describe(
                        "are not the strings that are made on demand",
                        field -> !field.getFullName().endsWith(".Headers.strings")))
                .should()
                .beFinal()
                .check(CORE);
    }

    @Test
    void public_classes_cannot_be_extended() {
        classes()
                .that()
                .arePublic()
                .and()
                .areNotInterfaces()
                .and()
                .doNotHaveFullyQualifiedName(ProtocolException.class.getName())
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CORE);
    }
}
