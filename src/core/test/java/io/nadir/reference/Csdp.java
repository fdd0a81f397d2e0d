package io.nadir.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Semidefinite programs solved by CSDP (Borchers 1999), an interior-point method that has nothing
 * in common with the library. It is a program of its own: {@code csdp} on the path, or the system
 * property {@code nadir.csdp}. Where there is none, the first call fails and says what to install.
 */
public final class Csdp {
    private static final String PROPERTY = "nadir.csdp";

    /** The defaults of CSDP with relative errors of 1e-9 for 1e-8 or 1e-7. */
    private static final String PARAMETERS =
            """
            axtol=1.0e-9
            atytol=1.0e-9
            objtol=1.0e-9
            pinftol=1.0e8
            dinftol=1.0e8
            maxiter=200
            minstepfrac=0.90
            maxstepfrac=0.97
            minstepp=1.0e-8
            minstepd=1.0e-8
            usexzgap=1
            tweakgap=0
            affine=0
            printlevel=1
            perturbobj=0
            fastmode=0
            """;

    private static final Pattern INFEASIBILITY =
            Pattern.compile("Relative (?:primal|dual) infeasibility: (\\S+)");

    private final String program;
    private final Path directory;

    /**
     * The minimum as CSDP found it.
     *
     * @param value halfway between the two objectives
     * @param error their distance, and what constraints that do not quite hold may do
     */
    public record Optimum(double value, double error) {}

    /**
     * Uses the program that is installed.
     *
     * @param directory for its files
     */
    public Csdp(Path directory) {
        this(System.getProperty(PROPERTY, "csdp"), directory);
    }

    Csdp(String program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /**
     * Solves a program.
     *
     * @throws IllegalStateException if there is no CSDP, or if it does not solve the program
     */
    public Optimum solve(SemidefiniteProgram problem) {
        try {
            Path file = directory.resolve("problem.dat-s");
            Path solution = directory.resolve("solution");
            Files.writeString(file, problem.toSdpa());
            Files.writeString(directory.resolve("param.csdp"), PARAMETERS);
            String said = run(file, solution);
            if (!said.contains("Success: SDP solved")) {
                throw new IllegalStateException(
                        "CSDP did not solve:\n" + problem.toSdpa() + "\nbut said:\n" + said);
            }
            return optimum(problem, Files.readAllLines(solution), infeasibility(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while CSDP was running", e);
        }
    }

    private String run(Path file, Path solution) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(List.of(program, file.toString(), solution.toString()));
        builder.directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    ("relaxations are compared with those of CSDP, and the program \"%s\" cannot be"
                                    + " started: install it (Debian and Ubuntu: apt-get install"
                                    + " coinor-csdp), or say where it is by -D%s=/path/to/csdp")
                            .formatted(program, PROPERTY),
                    e);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** The sum of both errors that CSDP reports. */
    private static double infeasibility(String said) {
        return INFEASIBILITY
                .matcher(said)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }

    /** x on the first line; then elements of both matrices, those of the dual one begin with 2. */
    private static Optimum optimum(
            SemidefiniteProgram problem, List<String> solution, double infeasibility) {
        double upper = problem.objective(numbers(solution.getFirst()));
        double lower = 0;
        for (String line : solution.subList(1, solution.size())) {
            double[] element = numbers(line);
            if (element[0] == 2) {
                lower +=
                        problem.dualPart(
                                (int) element[1], (int) element[2], (int) element[3], element[4]);
            }
        }
        double size = 1 + Math.abs(lower) + Math.abs(upper);
        return new Optimum(
                0.5 * (lower + upper), Math.abs(upper - lower) + 10 * infeasibility * size);
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.trim().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
    }
}
