package io.nadir.model;

import java.util.List;

/**
 * What a solve leaves behind that can be used without its data: factors, and what is made of them.
 *
 * <p>Implementations are immutable as long as nobody changes the factors.
 */
public interface TrainedModel {
    /** Name of the kind of model, as reports and the command line have it. */
    String kind();

    /** The weights, shared. */
    Factors factors();

    /** Names of the blocks of the factors, as files have them. */
    List<String> factorNames();
}
