package io.nadir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/**
 * Holds the table of packages: what each of them may use, and nothing else. {@code io.nadir.kernel}
 * reaches the implementations below it by class name only, which leaves no trace in class files.
 */
class ArchitectureTest {

    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.nadir");

    /** What every package may use. */
    private static final List<String> COMMON = List.of("java..", "jdk.jfr", "org.jspecify..");

    /** One row for each package: what it may use besides itself and {@link #COMMON}. */
    record Row(String holder, List<String> uses) {

        private static Row of(String holder, String... uses) {
            return new Row(holder, List.of(uses));
        }

        private String[] allowed() {
            return Stream.of(COMMON, List.of(holder), uses)
                    .flatMap(List::stream)
                    .toArray(String[]::new);
        }
    }

    /** The table, top to bottom. */
    static List<Row> rows() {
        return List.of(
                Row.of(
                        "io.nadir.cli",
                        "io.nadir.io",
                        "io.nadir",
                        "io.nadir.landscape",
                        "io.nadir.solver",
                        "io.nadir.certify",
                        "io.nadir.model",
                        "io.nadir.kernel",
                        "javax.imageio..",
                        "picocli..",
                        "me.tongfei.progressbar..",
                        "org.knowm.xchart..",
                        "tools.jackson.."),
                Row.of(
                        "io.nadir.io",
                        "io.nadir",
                        "io.nadir.solver",
                        "io.nadir.model",
                        "de.siegmar.fastcsv..",
                        "tools.jackson.."),
                Row.of(
                        "io.nadir",
                        "io.nadir.solver",
                        "io.nadir.certify",
                        "io.nadir.model",
                        "io.nadir.kernel"),
                Row.of("io.nadir.landscape", "io.nadir.model", "io.nadir.kernel"),
                Row.of("io.nadir.solver", "io.nadir.certify", "io.nadir.model", "io.nadir.kernel"),
                Row.of("io.nadir.certify", "io.nadir.model", "io.nadir.kernel"),
                Row.of("io.nadir.model", "io.nadir.kernel"),
                Row.of("io.nadir.kernel"),
                Row.of("io.nadir.kernel.scalar", "io.nadir.kernel"),
                Row.of("io.nadir.kernel.simd", "io.nadir.kernel", "jdk.incubator.vector"),
                Row.of("io.nadir.kernel.blas", "io.nadir.kernel", "org.jblas..", "org.ejml.."));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachPackageUsesOnlyWhatItsRowAllows(Row row) {
        classes()
                .that(resideInAPackage(row.holder()))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(row.allowed()))
                .check(PRODUCTION);
    }

    @Test
    void everyClassLivesInAPackageOfTheTable() {
        String[] holders = rows().stream().map(Row::holder).toArray(String[]::new);
        classes().should().resideInAnyPackage(holders).check(PRODUCTION);
    }

    @Test
    void onlyTheCommandLineTouchesTheStandardStreams() {
        noClasses()
                .that(not(resideInAPackage("io.nadir.cli")))
                .should(ACCESS_STANDARD_STREAMS)
                .check(PRODUCTION);
    }

    /** What cannot run here has to fail: a skipped test looks like a passed one. */
    @Test
    void noTestCanBeSkipped() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org[.]junit[.]jupiter[.]api[.](Disabled|Assumptions|condition[.].*)"
                                + "|org[.]assertj[.].*Assumptions")
                .check(new ClassFileImporter().importPackages("io.nadir"));
    }
}
