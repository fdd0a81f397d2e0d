package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.model.Factors;

/** What {@link ColumnDescent} sees of the data Y, m×n, or of an approximation of them. */
interface DataProducts {
    /** out ← Y·v. */
    void multiplyInto(Panel v, Panel out);

    /** out ← Yᵀ·u. */
    void transposeMultiplyInto(Panel u, Panel out);

    /** ½‖Y‖². */
    double halfSquare();

    /**
     * ½‖Y − UVᵀ‖², where sums of products cancel too much.
     *
     * @param gradient working memory for the gradient
     */
    double loss(Factors w, Factors gradient);
}
