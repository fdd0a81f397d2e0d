package io.nadir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nadir.cli.report.ExitCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Help that a reader finds their way in, and what it says to those who mistype. */
class HelpTest {
    @Test
    void listsTheOptionsOfSolveByWhatTheyAreAbout() {
        String help = Session.run("solve", "--help").out();
        List<String> headings = help.lines().filter(line -> line.matches("[A-Z].*:")).toList();
        assertThat(headings)
                .containsExactly(
                        "Arguments:",
                        "Data:",
                        "Model and loss:",
                        "Networks (--model relu or deep):",
                        "Regularization:",
                        "Certificate:",
                        "Run:",
                        "Output:",
                        "Files of entries, with a row, a column and a value on each line:",
                        "Examples:");
        requireIn(help, "Networks (--model relu or deep):", "--layers", "Regularization:");
        requireIn(help, "Regularization:", "--lambda", "Certificate:");
        requireIn(help, "Certificate:", "--evidence", "Run:");
        requireIn(help, "Run:", "--threads", "Output:");
        requireIn(help, "Output:", "--json", "Files of entries");
        requireIn(help, "Text files", "--separator", "Examples:");
    }

    /** Names of files and values of options stay whole. */
    @Test
    void linesAreBrokenAtBlanks() {
        String help = Session.run("solve", "--help").out();
        assertThat(help.lines())
                .noneMatch(line -> line.matches(".*[(. ][.]$"))
                .noneMatch(line -> line.matches(" *(npy|mtx|csv)\\b.*"));
        assertThat(help).contains("max-pool:SIZE/STRIDE[+PADDING]");
        assertThat(help.codePoints().max().orElseThrow()).isLessThan(128);
    }

    private static void requireIn(String help, String heading, String option, String next) {
        int from = help.indexOf("\n" + heading);
        int to = help.indexOf("\n" + next);
        assertThat(from).as(heading).isBetween(0, to);
        assertThat(help.substring(from, to)).contains(" " + option);
    }

    /** What an example promises has to be understood, up to the files that are not there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "solve",
                "certify",
                "path",
                "batch",
                "landscape",
                "wide-path",
                "predict",
                "prune",
                "report",
                "diagnose"
            })
    void examplesOfTheHelpAreCommands(String command) {
        String help = Session.run(command, "--help").out();
        List<String> examples = help.lines().filter(line -> line.startsWith("  nadir ")).toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            assertThat(example.length()).as(example).isLessThan(80);
            String[] words = example.strip().substring("nadir ".length()).split(" ");
            assertThat(words[0]).isEqualTo(command);
            Session session = Session.run((Object[]) words);
            assertThat(session.exitCode()).as(example).isEqualTo(ExitCode.REFUSED);
            assertThat(session.err()).as(example).contains("no such file or directory");
        }
    }

    /** Both are what people try first. */
    @Test
    void helpIsACommandToo() {
        assertThat(Session.run("help")).isEqualTo(Session.run("--help"));
        assertThat(Session.run("help", "path")).isEqualTo(Session.run("path", "--help"));
        assertThat(Session.run("help", "path").out()).contains("--hold-out");
    }

    @Test
    void withoutACommandTheCommandsAreListed() {
        Session session = Session.run();
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(session.out()).isEmpty();
        assertThat(session.err())
                .startsWith(Session.run("--help").out())
                .endsWith("nadir: a command is missing (see nadir --help)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slove                         | unknown command slove: did you mean solve?",
                "conquer                       | unknown command conquer",
                "solve y.npy --lamda 3         | unknown option --lamda: did you mean --lambda?",
                "solve y.npy --lamda=3         | unknown option --lamda: did you mean --lambda?",
                "solve y --lambda 1 --tread 2  | unknown option --tread: did you mean --threads?",
                "solve y --lambda 1 --nonsense | unknown option --nonsense",
                "solve y z --lambda 1          | unexpected argument z",
                "batch y --lamda 3             | unknown option --lamda: did you mean --lambda?",
                "solve -- --y                  | --lambda L is missing, as in \"nadir solve y.csv"
                        + " --lambda auto\"",
                "solve y                       | --lambda L is missing, as in \"nadir solve y.csv"
                        + " --lambda auto\"",
                "solve                         | --lambda L and INPUT are missing, as in \"nadir"
                        + " solve y.csv --lambda auto\"",
                "solve y --lambda              | --lambda needs a value: L",
                "solve y --missing --lambda 1  | --missing needs a value, and --lambda follows",
                "help slove                    | unknown command slove: did you mean solve?",
            })
    void aMistypedNameIsAnsweredWithTheOneThatWasMeant(String arguments, String message) {
        Session session = Session.run((Object[]) arguments.split(" "));
        assertThat(session.exitCode()).isEqualTo(ExitCode.REFUSED);
        String first = arguments.split(" ", 2)[0];
        String command = first.matches("solve|batch") ? "nadir " + first : "nadir";
        assertThat(session.err())
                .isEqualTo("nadir: %s (see %s --help)%n".formatted(message, command));
    }
}
