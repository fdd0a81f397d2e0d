package io.nadir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelaxationBudgetTest {
    @Test
    void whatIsSpentIsNoLongerLeft() {
        RelaxationBudget budget = new RelaxationBudget(10, bound -> true);
        budget.spend(4);
        assertThat(budget.left()).isEqualTo(6);
        budget.spend(7);
        assertThat(budget.left()).isZero();
        assertThat(budget.isSpent()).isTrue();
        assertThat(budget.spent()).isEqualTo(11);
    }

    @Test
    void aBudgetWithoutEndIsNeverSpent() {
        RelaxationBudget budget = new RelaxationBudget(Effort.HIGH.operations(0), bound -> true);
        budget.spend(1e300);
        assertThat(budget.isSpent()).isFalse();
    }

    @Test
    void whoeverWatchesTheBoundsCanEndTheBudget() {
        RelaxationBudget budget = new RelaxationBudget(10, bound -> bound > 2);
        budget.improved(3);
        assertThat(budget.isSpent()).isFalse();
        budget.improved(1.5);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void normalEffortFollowsTheWorkOfLongSolves() {
        assertThat(Effort.LOW.operations(1e15)).isZero();
        assertThat(Effort.NORMAL.operations(0)).isEqualTo(2e10);
        assertThat(Effort.NORMAL.operations(1e15)).isEqualTo(2e15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.NEGATIVE_INFINITY})
    void refusesNumbersOfOperationsThatAreNone(double operations) {
        assertThatThrownBy(() -> new RelaxationBudget(operations, bound -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("operations = " + operations);
    }
}
