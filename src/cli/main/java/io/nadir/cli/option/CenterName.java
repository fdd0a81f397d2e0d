package io.nadir.cli.option;

import io.nadir.model.Centering;

import java.util.List;

/** Reads the name of the offsets of a model. */
final class CenterName extends EnumConverter<Centering> {
    CenterName() {
        super(List.of(Centering.values()));
    }
}
