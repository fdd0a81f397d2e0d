package io.nadir.cli.option;

import picocli.CommandLine.Model.OptionSpec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Field;

/** The groups of options in a command's help, in the order in which they are listed. */
public enum Section {
    /** What is read. */
    DATA("Data"),
    /** What is fitted to the data. */
    MODEL("Model and loss"),
    /** What only networks have. */
    NETWORKS("Networks (--model relu or deep)"),
    /** What is added to the loss, and with which weight. */
    REGULARIZATION("Regularization"),
    /** What is proved of the result. */
    CERTIFICATE("Certificate"),
    /** How the work is done. */
    RUN("Run"),
    /** What is written and printed. */
    OUTPUT("Output"),
    /** Matrices that are listed entry by entry. */
    ENTRIES("Files of entries, with a row, a column and a value on each line"),
    /** How numbers are written. */
    TEXT(
            "Text files (.csv, .tsv, .dat and others); what you do not say is detected, or you are"
                    + " asked to say it");

    private final String heading;

    Section(String heading) {
        this.heading = heading;
    }

    /** One line. */
    public String heading() {
        return heading;
    }

    /** The section of an option: that of its field, or else that of the field's class. */
    public static Section of(OptionSpec option) {
        if (!(option.userObject() instanceof Field field)) {
            return OUTPUT;
        }
        In own = field.getAnnotation(In.class);
        In common = own == null ? field.getDeclaringClass().getAnnotation(In.class) : own;
        return common == null ? OUTPUT : common.value();
    }

    /** Says which section an option, or all options of a class, belong to. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.FIELD, ElementType.TYPE})
    public @interface In {
        /** The section. */
        Section value();
    }
}
