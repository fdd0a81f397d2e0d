package io.nadir.kernel.blas;

import io.nadir.kernel.DenseLinearAlgebra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The body of a JVM of its own that loads JBLAS as on a machine without an installed Fortran
 * runtime. Prints the reason and every file that the process has mapped a libgfortran.so.5 from.
 */
final class JblasProcess {

    private JblasProcess() {}

    public static void main(String[] args) throws IOException {
        DenseLinearAlgebra jblas = JblasLoader.load(FortranRuntime.load(library -> false));
        System.out.println(jblas.reason());
        try (var maps = Files.lines(Path.of("/proc/self/maps"))) {
            maps.filter(line -> line.contains("libgfortran.so.5"))
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .forEach(System.out::println);
        }
    }
}
