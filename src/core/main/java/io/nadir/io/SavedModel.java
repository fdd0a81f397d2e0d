package io.nadir.io;

import io.nadir.model.TrainedModel;

import java.util.Objects;

/**
 * A model that was loaded from a directory. An immutable value.
 *
 * @param model the model
 * @param indexing how rows and columns of its data are identified
 */
public record SavedModel(TrainedModel model, Indexing indexing) {
    /** Rejects null. */
    public SavedModel {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(indexing, "indexing");
    }
}
