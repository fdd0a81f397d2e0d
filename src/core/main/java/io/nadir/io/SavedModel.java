package io.nadir.io;

import io.nadir.model.TrainedModel;

import java.util.Objects;

/**
 * A model from a directory.
 *
 * @param model that was saved
 * @param indexing what rows and columns of its data are called
 */
public record SavedModel(TrainedModel model, Indexing indexing) {
    /** Refuses null. */
    public SavedModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(indexing, "indexing");
    }
}
