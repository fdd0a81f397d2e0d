package io.nadir.spark.ml;

import org.apache.spark.ml.param.Param;

/** The parameters of {@link LowRank} and of its models. */
public interface LowRankParams extends SolveParams {
    /** The column of the vectors. */
    default Param<String> inputCol() {
        return ParamKinds.text(
                this,
                "inputCol",
                "column of the vectors, or of arrays of numbers, all of the same length (default:"
                        + " features)");
    }

    /** Returns the column of the vectors. */
    default String getInputCol() {
        return getOrDefault(inputCol());
    }

    /** The column of the coordinates. */
    default Param<String> outputCol() {
        return ParamKinds.text(
                this,
                "outputCol",
                "column of the coordinates, which the model adds (default: coordinates)");
    }

    /** Returns the column of the coordinates. */
    default String getOutputCol() {
        return getOrDefault(outputCol());
    }

    /** The column of ids of rows. */
    default Param<String> idCol() {
        return ParamKinds.text(
                this,
                "idCol",
                "column of ids that are different for each row, which saves the fit a sort of all"
                        + " vectors (default: none)");
    }

    /** Returns the column of ids; throws if there is none. */
    default String getIdCol() {
        return getOrDefault(idCol());
    }
}
