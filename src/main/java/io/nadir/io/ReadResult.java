package io.nadir.io;

/**
 * What a reader made of an input.
 *
 * @param data that were read
 * @param description of how
 */
public record ReadResult<T>(T data, InputDescription description) {}
