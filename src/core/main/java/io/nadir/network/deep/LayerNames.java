package io.nadir.network.deep;

import io.nadir.network.deep.layer.Bias;
import io.nadir.network.deep.layer.Convolution;
import io.nadir.network.deep.layer.FullyConnected;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.Layer.Reader;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.MaxPool;
import io.nadir.network.deep.layer.Maxout;
import io.nadir.network.deep.layer.MeanPool;
import io.nadir.network.deep.layer.Normalization;
import io.nadir.network.deep.layer.Power;
import io.nadir.network.deep.layer.Rectifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads subnetworks from the text that {@link Subnetwork#toString} writes. */
final class LayerNames {
    private static final Set<String> KNOWN =
            Set.of(
                    "relu",
                    "leaky-relu",
                    "linear",
                    "bias",
                    "power",
                    "maxout",
                    "normalize",
                    "convolution",
                    "max-pool",
                    "mean-pool");

    private static final Pattern SEPARATOR = Pattern.compile("[\\s>]+");
    private static final Pattern SHAPE = Pattern.compile("(?:(\\d{1,9})x(\\d{1,9})x)?(\\d{1,9})");
    private static final Pattern WINDOW =
            Pattern.compile("(\\d{1,9})/(\\d{1,9})(?:\\+(\\d{1,9}))?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private LayerNames() {}

    /** The subnetwork of a text: a shape and layers, between them spaces or &gt;. */
    static Subnetwork parse(String text, Reader reader) {
        List<String> words = SEPARATOR.splitAsStream(text.strip()).toList();
        List<Layer> layers = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            layers.add(KNOWN.contains(kind(word)) ? layer(word) : ofUser(word, reader));
        }
        return new Subnetwork(shape(words.getFirst()), layers);
    }

    private static LayerShape shape(String word) {
        Matcher shape = SHAPE.matcher(word);
        if (!shape.matches()) {
            throw new IllegalArgumentException(
                    "shape = '"
                            + word
                            + "', allowed are a number, or height x width x channels such as"
                            + " 28x28x1");
        }
        int channels = Integer.parseInt(shape.group(3));
        return shape.group(1) == null
                ? LayerShape.vector(channels)
                : new LayerShape(
                        Integer.parseInt(shape.group(1)),
                        Integer.parseInt(shape.group(2)),
                        channels);
    }

    /**
     * Throws unless a layer comes back from its name, if need be by a reader of the user's.
     *
     * @throws IllegalArgumentException saying what is wrong with the name
     */
    static void requireReadable(Layer layer) {
        String name = layer.name();
        boolean isOneWord = !name.isEmpty() && !SEPARATOR.matcher(name).find();
        if (isOneWord && !KNOWN.contains(kind(name))) {
            return;
        }
        if (!isOneWord || layer(name).getClass() != layer.getClass()) {
            throw new IllegalArgumentException(
                    "name of the layer "
                            + layer.getClass().getName()
                            + " = '"
                            + name
                            + "', allowed for a network that is saved are names without spaces and"
                            + " >, of which the part before : is none of Nadir's own: the layer"
                            + " could not be read from it");
        }
    }

    private static Layer ofUser(String word, Reader reader) {
        Layer layer = reader.read(word);
        if (layer == null) {
            throw refusal(word);
        }
        if (!layer.name().equals(word)) {
            throw new IllegalArgumentException(
                    "the reader of layers has read '"
                            + word
                            + "' as a layer named '"
                            + layer.name()
                            + "', must be the same");
        }
        return layer;
    }

    /** What stands before the colon. */
    private static String kind(String word) {
        int colon = word.indexOf(':');
        return colon < 0 ? word : word.substring(0, colon);
    }

    private static Layer layer(String word) {
        String value = word.substring(word.indexOf(':') + 1);
        return switch (kind(word)) {
            case "relu" -> Rectifier.RELU;
            case "leaky-relu" -> new Rectifier(decimal(word, value));
            case "linear" -> new FullyConnected(number(word, value));
            case "bias" -> new Bias(number(word, value));
            case "power" -> new Power(number(word, value));
            case "maxout" -> new Maxout(number(word, value));
            case "normalize" -> new Normalization(decimal(word, value));
            case "convolution" -> {
                int comma = value.indexOf(',');
                int[] window = window(word, value.substring(comma + 1));
                int channels = number(word, value.substring(0, Math.max(comma, 0)));
                yield new Convolution(channels, window[0], window[1], window[2]);
            }
            case "max-pool" -> {
                int[] window = window(word, value);
                yield new MaxPool(window[0], window[1], window[2]);
            }
            case "mean-pool" -> {
                int[] window = window(word, value);
                yield new MeanPool(window[0], window[1], window[2]);
            }
            default -> throw refusal(word);
        };
    }

    /** Size, stride and padding. */
    private static int[] window(String word, String value) {
        Matcher window = WINDOW.matcher(value);
        if (!window.matches()) {
            throw refusal(word);
        }
        int padding = window.group(3) == null ? 0 : Integer.parseInt(window.group(3));
        return new int[] {
            Integer.parseInt(window.group(1)), Integer.parseInt(window.group(2)), padding
        };
    }

    private static int number(String word, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw refusal(word);
        }
        return Integer.parseInt(value);
    }

    private static double decimal(String word, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw refusal(word);
        }
    }

    private static IllegalArgumentException refusal(String word) {
        return new IllegalArgumentException(
                "layer = '"
                        + word
                        + "', allowed are linear:N, relu, leaky-relu:A, bias:P, maxout:N,"
                        + " normalize:Q, power:P, convolution:N,SIZE/STRIDE[+PADDING],"
                        + " max-pool:SIZE/STRIDE[+PADDING] and mean-pool:SIZE/STRIDE[+PADDING]; a"
                        + " layer of your own needs a Layer.Reader");
    }
}
