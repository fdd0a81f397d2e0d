package io.nadir.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in titles and summaries. */
class RoundedTest {
    @ParameterizedTest
    @CsvSource({
        "1, 100 %",
        "0.3333, 33 %",
        "0.00945, 0.95 %",
        "6.1e-11, 6.1e-9 %",
        "0, 0 %",
        "-0.25, -25 %",
        "12, 1200 %",
        "Infinity, Infinity %",
        "NaN, NaN %",
    })
    void percentHasTwoDigits(double fraction, String text) {
        assertEquals(text, Rounded.percent(fraction));
    }

    @ParameterizedTest
    @CsvSource({
        "142.48634094868635, 6, 142.486",
        "7000, 6, 7000",
        "123456789, 6, 123457000",
        "1.5e9, 6, 1.5e9",
        "1e-4, 2, 0.0001",
        "-9.96e-5, 2, -1e-4",
        "4.9e-324, 3, 4.94e-324",
        "1.7976931348623157e308, 3, 1.8e308",
    })
    void zerosThatSayNothingAreLeftOut(double value, int digits, String text) {
        assertEquals(text, Rounded.number(value, digits));
    }
}
