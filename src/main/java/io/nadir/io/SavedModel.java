package io.nadir.io;

import io.nadir.model.TrainedModel;

/**
 * A model from a directory.
 *
 * @param model that was saved
 * @param indexing what rows and columns of its data are called
 */
public record SavedModel(TrainedModel model, Indexing indexing) {}
