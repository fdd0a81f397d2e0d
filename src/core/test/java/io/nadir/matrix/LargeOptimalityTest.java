package io.nadir.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.model.Evidence;
import io.nadir.reference.Instances;
import io.nadir.reference.ObjectiveReference;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;
import io.nadir.solver.SolverOptions;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of instance at the largest shape, several times. */
@Tag("long")
class LargeOptimalityTest {
    @ParameterizedTest
    @EnumSource(
            value = Evidence.class,
            names = {"PROBABLE", "PROVED"})
    void certificatesHold(Evidence evidence) {
        for (int index = 0; index < 210; index++) {
            Instances.Instance x = Instances.generate(index, 400, 300);
            Solution solution =
                    Nadir.solve(
                            Problem.lowRank(DenseMatrix.wrap(x.m(), x.n(), x.y()), x.lambda()),
                            SolverOptions.defaults().withEvidence(evidence));
            String what = "instance %d, %s".formatted(index, x.name());
            assertThat(solution.stopReason()).as(what).isEqualTo(StopReason.CERTIFIED);
            assertThat(solution.certificate().gap())
                    .as(what)
                    .isGreaterThanOrEqualTo(
                            ObjectiveReference.of(x, solution.factors())
                                    - x.optimum()
                                    - x.uncertainty());
        }
    }
}
