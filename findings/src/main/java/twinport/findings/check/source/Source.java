// SPDX-License-Identifier: MIT
package twinport.findings.check.source;

import java.util.List;
import twinport.findings.check.Evidence;

/// One file that was looked at.
public sealed interface Source {
    /// As evidence names it: relative to where the search began.
    String name();

    List<String> lines();

    /// Of a program.
    record Code(String name, Language language, List<String> lines, List<Token> tokens)
            implements Source {}

    /// Of a broker, a lab or a build: statements with their lines.
    record Settings(String name, Kind kind, List<String> lines, List<Statement> statements)
            implements Source {}

    enum Language {
        CPP,
        PYTHON
    }

    enum Kind {
        /// mosquitto.conf(5).
        MOSQUITTO,
        /// The `acl_file` of mosquitto.conf(5).
        MOSQUITTO_ACL,
        /// A lab file; a statement's name is the path of its key, `plain.open`.
        LAB,
        /// The configuration of an ESP-IDF build.
        SDKCONFIG
    }

    /// @param line from 1
    record Statement(int line, String name, String value) {}

    static Code code(String name, String text) {
        boolean python = name.endsWith(".py");
        return new Code(
                name,
                python ? Language.PYTHON : Language.CPP,
                text.lines().toList(),
                python ? Tokens.ofPython(text) : Tokens.ofCpp(text));
    }

    /// A line as evidence, its string literals that look like secrets masked.
    default Evidence.Line at(int line) {
        String text = line >= 1 && line <= lines().size() ? lines().get(line - 1).strip() : "";
        return new Evidence.Line(name(), line, Secrets.masked(text));
    }

    /// A line as evidence with none of its string literals.
    default Evidence.Line secret(int line) {
        String text = line >= 1 && line <= lines().size() ? lines().get(line - 1).strip() : "";
        return new Evidence.Line(name(), line, Secrets.blank(text));
    }
}
