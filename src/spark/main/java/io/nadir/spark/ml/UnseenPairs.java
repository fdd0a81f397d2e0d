package io.nadir.spark.ml;

/**
 * How many pairs have an id that was not there in the fit.
 *
 * @param pairs the number of pairs
 * @param unseenUser those whose user is unknown
 * @param unseenItem those whose item is unknown
 * @param unseen those whose user, item or both are unknown, to which the cold start strategy
 *     applies
 */
public record UnseenPairs(long pairs, long unseenUser, long unseenItem, long unseen) {}
