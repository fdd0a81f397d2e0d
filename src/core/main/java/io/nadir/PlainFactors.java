package io.nadir;

import io.nadir.model.Factors;
import io.nadir.model.ModelData.FactorShape;
import io.nadir.model.TrainedModel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Factors whose model is not known yet: those of a saved path, until the path is resumed.
 *
 * @param factors the factors as they were saved
 */
record PlainFactors(Factors factors) implements TrainedModel {
    @Override
    public String kind() {
        return "saved";
    }

    @Override
    public List<String> factorNames() {
        return IntStream.range(0, factors.order()).mapToObj(FactorShape::numbered).toList();
    }
}
