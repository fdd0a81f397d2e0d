package io.nadir.kernel.blas;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The jar {@code org.bytedeco:openblas:linux-x86_64}; only the runtime libraries in it are used.
 */
final class CarrierJar {

    private static final String DIRECTORY = "org/bytedeco/openblas/linux-x86_64/";
    private static final String MODULE = "org.bytedeco.openblas.linux.x86_64";

    private CarrierJar() {}

    /**
     * Reads a library.
     *
     * @throws FileNotFoundException if the jar is neither on the class path nor on the module path
     */
    static byte[] read(String library) throws IOException {
        ClassLoader loader = CarrierJar.class.getClassLoader();
        try (InputStream in = loader.getResourceAsStream(DIRECTORY + library)) {
            return in != null ? in.readAllBytes() : readFromModulePath(library);
        }
    }

    /**
     * On the module path the jar is a module that cannot be resolved, because the modules it
     * requires are not there: no class loader knows it, but its file is where the path says.
     */
    private static byte[] readFromModulePath(String library) throws IOException {
        Optional<ModuleReference> module =
                ModuleFinder.of(paths(System.getProperty("jdk.module.path"))).find(MODULE);
        if (module.isEmpty()) {
            throw new FileNotFoundException(
                    library
                            + " is not on this machine; install libgfortran5, or add"
                            + " org.bytedeco:openblas:linux-x86_64, which contains it, to the"
                            + " dependencies");
        }
        try (ModuleReader reader = module.get().open();
                InputStream in = reader.open(DIRECTORY + library).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private static Path[] paths(@Nullable String path) {
        return path == null
                ? new Path[0]
                : Stream.of(path.split(File.pathSeparator)).map(Path::of).toArray(Path[]::new);
    }
}
