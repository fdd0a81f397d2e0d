package io.nadir;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
    private static final List<String> COMMON =
            List.of("java..", "jdk.jfr", "org.jspecify..", "io.nadir.check");

    /** One row for each package: what it may use besides itself and {@link #COMMON}. */
    record Row(String holder, List<String> uses) {

        private static Row of(String holder, String... uses) {
            return new Row(holder, List.of(uses));
        }

        private static Row of(String holder, String[] floor, String... uses) {
            return new Row(holder, Stream.concat(Stream.of(floor), Stream.of(uses)).toList());
        }

        private String[] allowed() {
            return Stream.of(COMMON, List.of(holder), uses)
                    .flatMap(List::stream)
                    .toArray(String[]::new);
        }
    }

    /** What is below every family of models, as far as it is exported or theirs to use. */
    private static final String[] FLOOR = {
        "io.nadir.array", "io.nadir.kernel", "io.nadir.loss", "io.nadir.model", "io.nadir.model.map"
    };

    /** The same with certificates and the solver's methods. */
    private static final String[] UPPER_FLOOR = {
        "io.nadir.array",
        "io.nadir.kernel",
        "io.nadir.loss",
        "io.nadir.model",
        "io.nadir.model.map",
        "io.nadir.certify.bound",
        "io.nadir.certify.relaxation",
        "io.nadir.solver.descent"
    };

    /** The table, top to bottom. */
    static List<Row> rows() {
        return List.of(
                Row.of(
                        "io.nadir.cli",
                        "io.nadir.cli.command",
                        "io.nadir.cli.option",
                        "io.nadir.cli.progress",
                        "io.nadir.cli.report",
                        "io.nadir.io",
                        "picocli.."),
                Row.of(
                        "io.nadir.cli.command",
                        "io.nadir",
                        "io.nadir.array",
                        "io.nadir.certify",
                        "io.nadir.cli.batch",
                        "io.nadir.cli.demo",
                        "io.nadir.cli.option",
                        "io.nadir.cli.page",
                        "io.nadir.cli.picture",
                        "io.nadir.cli.progress",
                        "io.nadir.cli.report",
                        "io.nadir.io",
                        "io.nadir.io.output",
                        "io.nadir.kernel",
                        "io.nadir.landscape",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.network.deep",
                        "io.nadir.solver",
                        "picocli.."),
                Row.of(
                        "io.nadir.cli.batch",
                        "io.nadir",
                        "io.nadir.certify",
                        "io.nadir.cli.option",
                        "io.nadir.cli.report",
                        "io.nadir.io",
                        "io.nadir.model",
                        "io.nadir.solver",
                        "de.siegmar.fastcsv..",
                        "picocli..",
                        "tools.jackson.core.."),
                Row.of(
                        "io.nadir.cli.page",
                        "io.nadir.cli.batch",
                        "io.nadir.cli.picture",
                        "io.nadir.cli.report",
                        "de.siegmar.fastcsv..",
                        "javax.xml.stream..",
                        "tools.jackson.core.."),
                Row.of(
                        "io.nadir.cli.demo",
                        "io.nadir",
                        "io.nadir.array",
                        "io.nadir.cli.picture",
                        "io.nadir.cli.progress",
                        "io.nadir.io",
                        "io.nadir.kernel",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.network.twolayer",
                        "io.nadir.regularizer",
                        "io.nadir.solver",
                        "javax.imageio..",
                        "org.knowm.xchart.."),
                Row.of(
                        "io.nadir.cli.option",
                        "io.nadir",
                        "io.nadir.cli.picture",
                        "io.nadir.cli.progress",
                        "io.nadir.cli.report",
                        "io.nadir.io",
                        "io.nadir.io.output",
                        "io.nadir.kernel",
                        "io.nadir.landscape",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.network.deep",
                        "io.nadir.network.twolayer",
                        "io.nadir.regularizer",
                        "io.nadir.solver",
                        "io.nadir.tensor",
                        "picocli.."),
                Row.of(
                        "io.nadir.cli.picture",
                        "io.nadir",
                        "io.nadir.array",
                        "io.nadir.certify",
                        "io.nadir.cli.progress",
                        "io.nadir.cli.report",
                        "io.nadir.io",
                        "io.nadir.io.output",
                        "io.nadir.landscape",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.solver",
                        "javax.imageio..",
                        "org.knowm.xchart.."),
                Row.of(
                        "io.nadir.cli.progress",
                        "io.nadir",
                        "io.nadir.certify",
                        "io.nadir.cli.report",
                        "io.nadir.io",
                        "io.nadir.io.output",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.solver",
                        "me.tongfei.progressbar.."),
                Row.of(
                        "io.nadir.cli.report",
                        "io.nadir",
                        "io.nadir.array",
                        "io.nadir.certify",
                        "io.nadir.io",
                        "io.nadir.kernel",
                        "io.nadir.landscape",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.regularizer",
                        "io.nadir.solver",
                        "de.siegmar.fastcsv..",
                        "picocli..",
                        "tools.jackson.."),
                Row.of(
                        "io.nadir.tables",
                        "io.nadir.io",
                        "com.github.luben.zstd..",
                        "com.google.flatbuffers..",
                        "dev.hardwood..",
                        "org.apache.arrow..",
                        "org.apache.parquet.."),
                Row.of(
                        "io.nadir.io",
                        "io.nadir",
                        "io.nadir.array",
                        "io.nadir.kernel",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.io.output",
                        "io.nadir.network.deep",
                        "io.nadir.network.deep.layer",
                        "io.nadir.solver",
                        "io.nadir.tensor",
                        "de.siegmar.fastcsv..",
                        "tools.jackson.."),
                Row.of("io.nadir.io.output"),
                Row.of(
                        "io.nadir",
                        "io.nadir.array",
                        "io.nadir.certify",
                        "io.nadir.certify.point",
                        "io.nadir.kernel",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.regularizer",
                        "io.nadir.solver",
                        "io.nadir.solver.loop"),
                Row.of(
                        "io.nadir.landscape",
                        "io.nadir.array",
                        "io.nadir.kernel",
                        "io.nadir.loss",
                        "io.nadir.matrix",
                        "io.nadir.model",
                        "io.nadir.network..",
                        "io.nadir.regularizer"),
                Row.of(
                        "io.nadir.network.deep.family",
                        FLOOR,
                        "io.nadir.network.deep",
                        "io.nadir.network.deep.layer",
                        "io.nadir.network.deep.polar"),
                Row.of(
                        "io.nadir.network.deep.polar",
                        UPPER_FLOOR,
                        "io.nadir.network.deep",
                        "io.nadir.network.deep.layer",
                        "io.nadir.network.map",
                        "io.nadir.network.twolayer.polar",
                        "io.nadir.matrix",
                        "io.nadir.matrix.polar",
                        "io.nadir.regularizer"),
                Row.of(
                        "io.nadir.network.deep",
                        FLOOR,
                        "io.nadir.network.map",
                        "io.nadir.network.deep.layer",
                        "io.nadir.matrix",
                        "io.nadir.regularizer"),
                Row.of("io.nadir.network.deep.layer", FLOOR),
                Row.of(
                        "io.nadir.network.twolayer.family",
                        FLOOR,
                        "io.nadir.network.twolayer",
                        "io.nadir.network.twolayer.polar",
                        "io.nadir.network.twolayer.descent"),
                Row.of(
                        "io.nadir.network.twolayer.polar",
                        UPPER_FLOOR,
                        "io.nadir.network.map",
                        "io.nadir.network.twolayer",
                        "io.nadir.matrix",
                        "io.nadir.matrix.polar"),
                Row.of(
                        "io.nadir.network.twolayer.descent",
                        UPPER_FLOOR,
                        "io.nadir.network.twolayer",
                        "io.nadir.matrix",
                        "io.nadir.regularizer"),
                Row.of(
                        "io.nadir.network.twolayer",
                        FLOOR,
                        "io.nadir.network.map",
                        "io.nadir.matrix",
                        "io.nadir.regularizer"),
                Row.of("io.nadir.network.map", FLOOR, "io.nadir.model.map", "io.nadir.matrix"),
                Row.of(
                        "io.nadir.tensor.family",
                        FLOOR,
                        "io.nadir.tensor.map",
                        "io.nadir.tensor.polar"),
                Row.of(
                        "io.nadir.tensor.polar",
                        UPPER_FLOOR,
                        "io.nadir.tensor.map",
                        "io.nadir.matrix",
                        "io.nadir.matrix.map",
                        "io.nadir.matrix.polar",
                        "io.nadir.regularizer"),
                Row.of(
                        "io.nadir.tensor",
                        FLOOR,
                        "io.nadir.tensor.map",
                        "io.nadir.matrix",
                        "io.nadir.regularizer"),
                Row.of("io.nadir.tensor.map", FLOOR),
                Row.of(
                        "io.nadir.matrix.family",
                        FLOOR,
                        "io.nadir.matrix.map",
                        "io.nadir.matrix.polar",
                        "io.nadir.matrix.descent"),
                Row.of(
                        "io.nadir.matrix.polar",
                        UPPER_FLOOR,
                        "io.nadir.matrix",
                        "io.nadir.matrix.map"),
                Row.of("io.nadir.matrix.descent", UPPER_FLOOR, "io.nadir.matrix.map"),
                Row.of("io.nadir.matrix", FLOOR, "io.nadir.matrix.map", "io.nadir.regularizer"),
                Row.of("io.nadir.matrix.map", FLOOR),
                Row.of(
                        "io.nadir.solver.loop",
                        FLOOR,
                        "io.nadir.certify",
                        "io.nadir.certify.point",
                        "io.nadir.solver",
                        "io.nadir.solver.descent"),
                Row.of("io.nadir.solver", FLOOR, "io.nadir.certify", "io.nadir.solver.descent"),
                Row.of("io.nadir.solver.descent", FLOOR),
                Row.of("io.nadir.certify.point", FLOOR, "io.nadir.certify"),
                Row.of("io.nadir.certify", FLOOR),
                Row.of("io.nadir.certify.relaxation", FLOOR, "io.nadir.certify.bound"),
                Row.of("io.nadir.certify.bound", FLOOR),
                Row.of(
                        "io.nadir.regularizer",
                        "io.nadir.array",
                        "io.nadir.kernel",
                        "io.nadir.model"),
                Row.of(
                        "io.nadir.model.map",
                        "io.nadir.array",
                        "io.nadir.kernel",
                        "io.nadir.loss",
                        "io.nadir.model"),
                Row.of("io.nadir.model", "io.nadir.array", "io.nadir.kernel", "io.nadir.loss"),
                Row.of("io.nadir.loss", "io.nadir.array", "io.nadir.kernel"),
                Row.of("io.nadir.kernel", "io.nadir.array"),
                Row.of("io.nadir.kernel.scalar", "io.nadir.kernel", "io.nadir.array"),
                Row.of(
                        "io.nadir.kernel.simd",
                        "io.nadir.kernel",
                        "io.nadir.array",
                        "jdk.incubator.vector"),
                Row.of(
                        "io.nadir.kernel.blas",
                        "io.nadir.kernel",
                        "io.nadir.array",
                        "org.jblas..",
                        "org.ejml.."),
                Row.of("io.nadir.array"),
                Row.of("io.nadir.check"));
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
    void noPackagesDependOnEachOther() {
        slices().matching("io.nadir.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void everyClassLivesInAPackageOfTheTable() {
        String[] holders = rows().stream().map(Row::holder).toArray(String[]::new);
        classes().should().resideInAnyPackage(holders).check(PRODUCTION);
    }

    /**
     * Proofs stand on the rounding errors of Nadir's own Cholesky factorization and Gram matrix.
     */
    @Test
    void proofsCallNoLibraryOfLinearAlgebra() {
        noClasses()
                .that()
                .haveNameMatching(
                        ".*[.](LargestEigenvalue|CholeskyBound|ProvedBound|ProvedGap|GramMatrix"
                                + "|SignProof|DenseKernels)"
                                + "|io[.]nadir[.]kernel[.](scalar|simd)[.].*")
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "io[.]nadir[.]kernel[.](blas[.].*|LinearAlgebra|DenseLinearAlgebra"
                                + "|LargeProducts|MatrixProducts|SmallDense|ThinQr)")
                .check(PRODUCTION);
    }

    @Test
    void onlyTheCommandLineTouchesTheStandardStreams() {
        noClasses()
                .that(not(resideInAPackage("io.nadir.cli..")))
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
