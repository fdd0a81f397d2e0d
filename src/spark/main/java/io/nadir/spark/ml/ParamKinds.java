package io.nadir.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

import scala.Function1;

import java.io.Serializable;
import java.util.List;
import java.util.function.DoublePredicate;

/**
 * Makes parameters, which refuse a value that is not allowed with their name, the value and what is
 * allowed. Two parameters of the same owner and name are equal, so they may be made in each call.
 */
final class ParamKinds {
    private ParamKinds() {}

    /** A check that can be sent with its parameter; it returns true or throws. */
    private interface Check extends Function1<Object, Object>, Serializable {}

    static Param<String> text(Params owner, String name, String doc) {
        Check check =
                value -> {
                    require(
                            value instanceof String text && !text.isEmpty(),
                            name,
                            value,
                            "texts of one character and more");
                    return true;
                };
        return new Param<>(owner, name, doc, narrowed(check));
    }

    static Param<String> choice(Params owner, String name, String doc, List<String> allowed) {
        Check check =
                value -> {
                    require(allowed.contains(value), name, value, String.join(", ", allowed));
                    return true;
                };
        return new Param<>(owner, name, doc, narrowed(check));
    }

    /** A text that a parser takes, which throws if it is not allowed. */
    static Param<String> parsed(Params owner, String name, String doc, TextParser parser) {
        Check check =
                value -> {
                    require(value instanceof String, name, value, "texts");
                    parser.parse(String.valueOf(value));
                    return true;
                };
        return new Param<>(owner, name, doc, narrowed(check));
    }

    static DoubleParam number(Params owner, String name, String doc, NumberCheck allowed) {
        Check check =
                value -> {
                    require(
                            value instanceof Double number && allowed.test(number),
                            name,
                            value,
                            allowed.words());
                    return true;
                };
        return new DoubleParam(owner, name, doc, check);
    }

    static IntParam count(Params owner, String name, String doc, int least) {
        Check check =
                value -> {
                    require(
                            value instanceof Integer number && number >= least,
                            name,
                            value,
                            "integers from " + least);
                    return true;
                };
        return new IntParam(owner, name, doc, check);
    }

    static LongParam integer(Params owner, String name, String doc) {
        return new LongParam(owner, name, doc);
    }

    @SuppressWarnings("unchecked") // A check of any object is one of texts.
    private static Function1<String, Object> narrowed(Check check) {
        return (Function1<String, Object>) (Function1<?, Object>) check;
    }

    private static void require(boolean allowed, String name, Object value, String words) {
        if (!allowed) {
            throw new IllegalArgumentException(name + " = " + value + ", allowed are " + words);
        }
    }

    /** Throws {@link IllegalArgumentException} if a text is not allowed. */
    @FunctionalInterface
    interface TextParser extends Serializable {
        /** Parses the text. */
        Object parse(String text);
    }

    /** Which numbers are allowed. */
    enum NumberCheck implements DoublePredicate {
        POSITIVE("finite numbers greater than 0") {
            @Override
            public boolean test(double value) {
                return value > 0 && value < Double.POSITIVE_INFINITY;
            }
        },
        NOT_NEGATIVE("finite numbers from 0") {
            @Override
            public boolean test(double value) {
                return value >= 0 && value < Double.POSITIVE_INFINITY;
            }
        },
        FRACTION("numbers between 0 and 1") {
            @Override
            public boolean test(double value) {
                return value > 0 && value < 1;
            }
        };

        private final String words;

        NumberCheck(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }
}
