package io.nadir.cli.page;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes HTML that is well-formed XML at the same time. All text and all attributes are escaped, so
 * that no name of a file and no field of a report can become a part of the page's language.
 */
final class Html {
    /** Characters that are not shown, or that turn the order of those that are. */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF\\u202A-\\u202E\\u2066-\\u2069&&[^\\n\\t]]");

    private final Writer out;
    private final XMLStreamWriter xml;

    /** What is within an element. */
    interface Content {
        void write() throws IOException;
    }

    /** Begins a document, which {@link #finish} ends. */
    Html(OutputStream out) throws IOException {
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try {
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(this.out);
            xml.writeDTD("<!DOCTYPE html>");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Writes an element with content; attributes are names and values in turn. */
    void element(String name, List<String> attributes, Content content) throws IOException {
        try {
            xml.writeCharacters("\n");
            xml.writeStartElement(name);
            write(attributes);
            content.write();
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Writes tables side by side where there is room, and below each other where there is not. */
    void side(Table... tables) throws IOException {
        element(
                "div",
                List.of("class", "side"),
                () -> {
                    for (Table table : tables) {
                        table.write(this);
                    }
                });
    }

    /** Writes an element without attributes. */
    void element(String name, Content content) throws IOException {
        element(name, List.of(), content);
    }

    /** Writes an element with a text. */
    void element(String name, String text, String... attributes) throws IOException {
        element(name, List.of(attributes), () -> text(text));
    }

    /** Writes an element that has no content by definition. */
    void empty(String name, String... attributes) throws IOException {
        try {
            xml.writeCharacters("\n");
            xml.writeEmptyElement(name);
            write(List.of(attributes));
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Writes text. */
    void text(String text) throws IOException {
        try {
            xml.writeCharacters(shown(text));
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Ends the document, and leaves the stream open. */
    void finish() throws IOException {
        try {
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
            out.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void write(List<String> attributes) throws XMLStreamException {
        for (int k = 0; k < attributes.size(); k += 2) {
            xml.writeAttribute(attributes.get(k), shown(attributes.get(k + 1)));
        }
    }

    private static String shown(String text) {
        return UNSEEN.matcher(text).replaceAll("\uFFFD");
    }
}
