package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.PanelProducts;

/**
 * Z = R/λ from the entries of R.
 *
 * @param entries R
 */
record ResidualOperator(Panel entries, double lambda, PanelProducts products)
        implements AlternatingAscent.Operator {
    private static final DenseKernels KERNELS = Kernels.get();

    @Override
    public Panel multiply(Panel v) {
        return scaled(products.multiply(entries, v));
    }

    @Override
    public Panel transposeMultiply(Panel u) {
        return scaled(products.transposeMultiply(entries, u));
    }

    private Panel scaled(Panel image) {
        KERNELS.scale(1 / lambda, image.data(), 0, image.data().length);
        return image;
    }
}
