/** The command line. */
module io.nadir.cli {
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires io.nadir;
    requires io.nadir.landscape;
    requires java.desktop;
    requires java.management;
    requires java.xml;
    requires me.tongfei.progressbar;
    requires tools.jackson.core;
    requires xchart;
    requires static org.jspecify;

    opens io.nadir.cli to
            info.picocli;
    opens io.nadir.cli.command to
            info.picocli;
    opens io.nadir.cli.option to
            info.picocli;
    opens io.nadir.cli.report to
            info.picocli;
}
