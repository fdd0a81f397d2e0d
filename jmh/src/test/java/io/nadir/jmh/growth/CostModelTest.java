package io.nadir.jmh.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The model of the cost of a pass, on numbers that can be worked out by hand. */
class CostModelTest {
    @Test
    void coefficientsAreFoundAgain() {
        Work work = Work.generated(1e6, 4);
        Rates rates = new Rates(Reads.free());
        rates.fit(Pass.POWER, samples(work, 5e-9, 2e-9));
        assertThat(rates.coefficients(Pass.POWER)[0]).isCloseTo(5e-9, within(1e-15));
        assertThat(rates.of(Pass.POWER, work, 40)).isCloseTo(85e-9, within(1e-14));
        rates.fit(Pass.GRADIENT, samples(work, -5e-9, 2e-9));
        assertThat(rates.coefficients(Pass.GRADIENT)[0]).isZero();
        assertThat(rates.coefficients(Pass.GRADIENT)[1]).isPositive();
    }

    /** With 4 KB and more a line takes 3 ns longer: two matrices, a line of each for 8 numbers. */
    @Test
    void whatLeavesTheNearestCacheTakesLonger() {
        Reads reads = new Reads(new double[] {1024, 4096}, new double[] {1e-9, 4e-9});
        assertThat(reads.beyondNearest(512)).isZero();
        assertThat(reads.beyondNearest(2048)).isCloseTo(1.5e-9, within(1e-18));
        assertThat(reads.beyondNearest(1e6)).isCloseTo(3e-9, within(1e-18));
        Rates rates = new Rates(reads);
        Work near = new Work(100, 4, 4, 1);
        rates.fit(Pass.POWER, samples(near, 5e-9, 2e-9));
        assertThat(rates.of(Pass.POWER, near, 8)).isCloseTo(21e-9, within(1e-15));
        Work far = new Work(1e6, 1e4, 1e4, 1);
        assertThat(rates.of(Pass.POWER, far, 8)).isCloseTo(27e-9, within(1e-15));
        assertThat(rates.of(Pass.POWER, far, 16)).isCloseTo(49e-9, within(1e-15));
    }

    private static List<Rates.Sample> samples(Work work, double entry, double number) {
        List<Rates.Sample> samples = new ArrayList<>();
        for (int width : new int[] {8, 16, 24}) {
            double seconds = work.entries() * (entry + number * width);
            samples.add(new Rates.Sample(work, width, seconds));
        }
        return samples;
    }

    @Test
    void aPassIsTheSumOfWhatHappens() {
        Rates rates = new Rates(Reads.free());
        Work work = new Work(1e6, 1e4, 1000, 4);
        rates.fit(Pass.POWER, samples(work, 0, 1e-9));
        CostModel model = new CostModel(0.01, 0.001, 0.002, 0.004, 1e-9, 2e-9, 3e-9, rates);
        double bytes = 8 * 1000 * 8;
        double expected =
                0.01
                        + 0.004
                        + 0.004
                        + bytes * 1e-9
                        + 1e6 / 2 * 8e-9
                        + 4 * 1000 * (8 * 8 + 4) * 3e-9;
        assertThat(model.power(work, 8, 2)).isCloseTo(expected, within(1e-12));
        Work groups = new Work(1e6, 1e4, 1000, 25);
        double shuffled =
                0.02
                        + 30 * 0.001
                        + 25 * 0.002
                        + 0.004
                        + bytes * 1e-9
                        + 13 * 1e6 / 25 * 8e-9
                        + groups.returned(8) * 2e-9
                        + 5 * bytes * 3e-9;
        assertThat(model.power(groups, 8, 2)).isCloseTo(shuffled, within(1e-12));
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        Cluster cluster = Cluster.of(100);
        Work wide = new Work(1e11, 1e9, 1e7, cluster.partitions());
        assertThat(cluster.obstacle(wide, 30)).startsWith("impossible: 8nr is above 2 GB");
        Work many = new Work(1e13, 1e9, 1e6, cluster.partitions());
        assertThat(cluster.obstacle(many, 10)).startsWith("does not fit").endsWith("GB on a node");
        Work small = new Work(1e8, 1e6, 1e4, cluster.partitions());
        assertThat(cluster.obstacle(small, 10)).isEmpty();
    }
}
