package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;
import io.nadir.kernel.MatrixProducts;
import io.nadir.kernel.MatrixView;
import io.nadir.kernel.Qr;
import io.nadir.kernel.Svd;
import io.nadir.kernel.SymmetricEigen;

import java.util.Optional;

/** Products by a library that has nothing else, and decompositions by another implementation. */
final class ProductsBeside implements DenseLinearAlgebra {

    private final DenseLinearAlgebra decompositions;
    private final MatrixProducts products;
    private final String reason;

    /**
     * Joins the two.
     *
     * @param library name, file and threads of the library with the products
     * @param why why it was chosen
     */
    ProductsBeside(
            DenseLinearAlgebra decompositions,
            MatrixProducts products,
            String library,
            String why) {
        this.decompositions = decompositions;
        this.products = products;
        this.reason =
                "%s for products only: %s; decompositions: %s"
                        .formatted(library, why, decompositions.reason());
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public Svd svd(MatrixView a) {
        return decompositions.svd(a);
    }

    @Override
    public double[] singularValues(MatrixView a) {
        return decompositions.singularValues(a);
    }

    @Override
    public SymmetricEigen symmetricEigen(MatrixView a) {
        return decompositions.symmetricEigen(a);
    }

    @Override
    public Optional<Qr> qr(MatrixView a) {
        return decompositions.qr(a);
    }

    @Override
    public Optional<MatrixProducts> products() {
        return Optional.of(products);
    }
}
