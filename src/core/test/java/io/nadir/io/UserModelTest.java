package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.ModelFamily;
import io.nadir.model.ModelReader;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle;
import io.nadir.model.TrainedModel;
import io.nadir.model.TrainedModel.Parameters;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model of a user's own, with parameters of each type, is saved and loaded. */
class UserModelTest {
    private static final Own MODEL =
            new Own(
                    Factors.copyOfPair(2, 1, 2, new double[] {1, -2, 0.5, 4}, new double[] {3, 5}),
                    Parameters.copyOf(Map.of("shift", 0.1, "rule", "\"a\" > b", "open", true)));

    @TempDir private Path directory;

    private ClassLoader before;

    /** What a user does with a file in a jar: names the family where ServiceLoader looks. */
    @BeforeEach
    void nameTheFamily() throws IOException {
        Path services = Files.createDirectories(directory.resolve("jar/META-INF/services"));
        Files.writeString(services.resolve(ModelFamily.class.getName()), Family.class.getName());
        before = Thread.currentThread().getContextClassLoader();
        URL[] jar = {directory.resolve("jar").toUri().toURL()};
        Thread.currentThread().setContextClassLoader(new URLClassLoader(jar, before));
    }

    @AfterEach
    void forgetTheFamily() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void comesBackAsItWas() throws IOException {
        ModelDirectory.save(directory, MODEL);
        assertThat(directory.resolve("left-part.npy")).exists();
        Own loaded = (Own) ModelDirectory.load(directory);
        assertThat(loaded.parameters()).isEqualTo(MODEL.parameters());
        for (int k = 0; k < 2; k++) {
            assertThat(loaded.factors().toArray(k)).isEqualTo(MODEL.factors().toArray(k));
        }
    }

    @Test
    void aChangedParameterIsNoticed() throws IOException {
        ModelDirectory.save(directory, MODEL);
        Path description = directory.resolve("model.json");
        String text = Files.readString(description);
        assertThat(text).contains("\"open\":true");
        Files.writeString(description, text.replace("\"open\":true", "\"open\":false"));
        requireRefused("is damaged");
        Files.writeString(description, text.replace("\"open\":true", "\"open\":true,\"more\":1"));
        requireRefused("has the field 'more', which this program does not know");
    }

    @Test
    void withoutItsFamilyTheKindIsNamed() throws IOException {
        ModelDirectory.save(directory, MODEL);
        Thread.currentThread().setContextClassLoader(before);
        requireRefused("kind = 'own', allowed are deep, matrix, relu, tensor");
    }

    @Test
    void parametersThatTheFileCannotHaveAreRefused() {
        requireNotSaved(Map.of("rank", 1.0), "name of a parameter = rank");
        requireNotSaved(Map.of("shift", Double.NaN), "shift = NaN, allowed are finite numbers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parameters.copyOf(Map.of("shift", 1)))
                .withMessageContaining("parameter shift");
    }

    private void requireNotSaved(Map<String, Object> parameters, String message) {
        Own model = new Own(MODEL.factors(), Parameters.copyOf(parameters));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelDirectory.save(directory.resolve("none"), model))
                .withMessageContaining(message);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    private void requireRefused(String message) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> ModelDirectory.load(directory))
                .withMessageContaining("model.json")
                .withMessageContaining(message);
    }

    /** A model as a user might write it. */
    private record Own(Factors factors, Parameters parameters) implements TrainedModel {
        @Override
        public String kind() {
            return "own";
        }

        @Override
        public List<String> factorNames() {
            return List.of("left-part", "right-part");
        }
    }

    /** Its family, as far as files need it. */
    public static final class Family implements ModelFamily {
        @Override
        public boolean owns(FactorizationMap map) {
            return false;
        }

        @Override
        public PolarOracle polar(Objective<?> objective, Factors w, long seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ModelReader> readers() {
            return List.of(
                    new ModelReader(
                            "own",
                            (parameters, factors) ->
                                    new Own(
                                            factors,
                                            Parameters.copyOf(
                                                    Map.of(
                                                            "shift", parameters.number("shift"),
                                                            "rule", parameters.text("rule"),
                                                            "open", parameters.flag("open"))))));
        }
    }
}
