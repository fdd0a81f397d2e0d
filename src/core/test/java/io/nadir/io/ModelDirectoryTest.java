package io.nadir.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;
import io.nadir.model.map.TrainedFactorization;
import io.nadir.network.twolayer.TwoLayerNetwork;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Models come back with the same bits, or are refused by the name of what is wrong. */
class ModelDirectoryTest {
    private static final TrainedModel NETWORK =
            TwoLayerNetwork.trained(
                    0.1,
                    true,
                    Factors.copyOfPair(
                            3,
                            2,
                            2,
                            new double[] {1, -0.0, 1e-308, 4, 5, 6},
                            new double[] {0.1, 0.2, 0.3, -1e300}));

    @TempDir private Path directory;

    private Path description;

    @BeforeEach
    void save() throws IOException {
        ModelDirectory.save(directory, NETWORK);
        description = directory.resolve(ModelDirectory.DESCRIPTION);
    }

    @Test
    void aNetworkComesBack() throws IOException {
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder("W1.npy", "W2.npy", "model.json");
        TrainedModel loaded = ModelDirectory.load(directory);
        requireSameFactors(loaded, NETWORK);
    }

    @Test
    void factorizationsComeBack() throws IOException {
        double[] values = new Random(1).doubles(6).toArray();
        Factors three =
                Factors.copyOf(
                        1,
                        new int[] {1, 2, 3},
                        List.of(new double[1], new double[2], new double[3]));
        for (TrainedModel model :
                List.of(
                        new TrainedFactorization(
                                false, Factors.copyOfPair(2, 1, 2, pad(values, 4), pad(values, 2))),
                        new TrainedFactorization(true, Factors.copyOfPair(3, 3, 2, values, values)),
                        new TrainedFactorization(false, Factors.empty(4, 5)),
                        new TrainedFactorization(true, three))) {
            Path at = directory.resolve("below/" + model.factors().dimensions());
            ModelDirectory.save(at, model);
            TrainedModel loaded = ModelDirectory.load(at);
            assertThat(loaded.kind()).isEqualTo(model.kind());
            requireSameFactors(loaded, model);
        }
    }

    /** Whatever byte is flipped, the model is refused or says the same. */
    @Test
    void noDamagedFilePassesForAnotherModel() throws IOException {
        Random random = new Random(7);
        for (String name : List.of("W1.npy", "W2.npy", "model.json")) {
            Path file = directory.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (int trial = 0; trial < 200; trial++) {
                byte[] bad = good.clone();
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, bad);
                requireRefusedOrSame(name);
                Files.write(file, Arrays.copyOf(good, random.nextInt(good.length)));
                assertThatExceptionOfType(DataFormatException.class)
                        .isThrownBy(() -> ModelDirectory.load(directory))
                        .withMessageContaining(name)
                        .withMessageMatching("[^\n]*");
            }
            Files.write(file, good);
        }
        requireSameFactors(ModelDirectory.load(directory), NETWORK);
    }

    @Test
    void filesOfTwoModelsAreToldApart() throws IOException {
        Path other = directory.resolve("other");
        ModelDirectory.save(
                other,
                TwoLayerNetwork.trained(
                        0.1, true, Factors.copyOfPair(3, 2, 2, new double[6], new double[4])));
        Files.copy(
                other.resolve("W1.npy"),
                directory.resolve("W1.npy"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        requireRefused(
                "model.json: is damaged, or a factor is, or belongs to another model: checksums"
                        + " [W1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"nadir-model\"|\"else\"|format = 'else', allowed is nadir-model",
                "\"version\":1|\"version\":2|has version 2 of the format, this program reads 1",
                "\"version\":1|\"version\":1.5|version = 1.5, allowed are integers",
                "\"version\":1,||the field version is missing",
                "\"relu\"|\"deepest\"|kind = 'deepest', allowed are deep, matrix, relu, tensor",
                "\"relu\"|\"tensor\"|has the field 'bias', which this program does not know",
                "\"relu\"|3|the field kind is not a text",
                "0.1|7|slope = 7.0, allowed are 0 to 1",
                "0.1|1e999|slope = Infinity, allowed are 0 to 1",
                "true|1|the field bias is not true or false",
                "true|null|is incomplete or has a null",
                "\"rank\":2|\"rank\":3|W1.npy: has 2 columns, must have as many as model.json says:"
                        + " 3",
                "\"rank\":2|\"rank\":-1|rank = -1.0, allowed are integers from 0",
                "\"rows\":3|\"rows\":4|W1.npy: has 3 rows, must have as many as model.json says: 4",
                "\"W1\"|\"../W1\"|name = '../W1', allowed are up to 64 letters, digits",
                "\"W1\"|\"W2\"|W2.npy: has 2 rows",
                "\"slope\"|\"slope\":0,\"slope\"|line 1",
                "\"slope\"|\"tone\":[[[[[[]]]]]],\"slope\"|nested",
                "{\"format\"|[{\"format\"|model.json: ",
            })
    void hostileDescriptionsAreRefused(String good, String bad, String problem) throws IOException {
        String text = Files.readString(description);
        assertThat(text).contains(good);
        Files.writeString(
                description,
                text.replaceFirst(
                        java.util.regex.Pattern.quote(good),
                        bad == null ? "" : java.util.regex.Matcher.quoteReplacement(bad)));
        requireRefused(problem);
    }

    @Test
    void hugeAndTrailingAndMissingFilesAreRefused() throws IOException {
        String text = Files.readString(description);
        Files.writeString(description, text + "{}");
        requireRefused("has more than one JSON object");
        Files.writeString(description, text + " ".repeat(1 << 20));
        requireRefused("has more than 1048576 bytes");
        Files.delete(description);
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> ModelDirectory.load(directory))
                .withMessageContaining("model.json");
        Files.writeString(description, text);
        Files.delete(directory.resolve("W2.npy"));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> ModelDirectory.load(directory))
                .withMessageContaining("W2.npy");
    }

    @Test
    void aModelThatCannotBeSavedLeavesNothing() {
        TrainedModel foreign =
                new TrainedModel() {
                    @Override
                    public String kind() {
                        return "foreign";
                    }

                    @Override
                    public Factors factors() {
                        return NETWORK.factors();
                    }

                    @Override
                    public List<String> factorNames() {
                        return NETWORK.factorNames();
                    }
                };
        Path none = directory.resolve("none");
        assertThatThrownBy(() -> ModelDirectory.save(none, foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "model = foreign, allowed are deep, matrix, relu, tensor: a ModelFamily has"
                                + " to name a reader of it");
        assertThat(none).doesNotExist();
    }

    /** What NumPy makes of the same weights by hand. */
    @Test
    void aLoadedNetworkPredicts() throws IOException {
        ModelDirectory.save(
                directory,
                TwoLayerNetwork.trained(
                        0,
                        true,
                        Factors.copyOfPair(
                                2, 1, 2, new double[] {1, -1, 0.5, 0}, new double[] {2, 3})));
        TrainedModel loaded = ModelDirectory.load(directory);
        assertThat(loaded.outputs(new double[] {-1, 0, 2}, 2, null)).containsExactly(3, 1, 5);
    }

    private void requireRefusedOrSame(String name) throws IOException {
        try {
            requireSameFactors(ModelDirectory.load(directory), NETWORK);
        } catch (DataFormatException | NoSuchFileException e) {
            assertThat(e.getMessage()).containsAnyOf(name, "model.json", ".npy");
        }
    }

    private void requireRefused(String problem) {
        assertThatExceptionOfType(DataFormatException.class)
                .isThrownBy(() -> ModelDirectory.load(directory))
                .withMessageContaining(problem)
                .withMessageMatching("[^\n]*");
    }

    private static void requireSameFactors(TrainedModel found, TrainedModel expected) {
        assertThat(found.kind()).isEqualTo(expected.kind());
        assertThat(found.factorNames()).isEqualTo(expected.factorNames());
        assertThat(found.parameters()).isEqualTo(expected.parameters());
        assertThat(found.factors().dimensions()).isEqualTo(expected.factors().dimensions());
        for (int k = 0; k < expected.factors().order(); k++) {
            assertThat(found.factors().toArray(k)).isEqualTo(expected.factors().toArray(k));
        }
    }

    private static double[] pad(double[] values, int length) {
        return Arrays.copyOf(values, length);
    }
}
