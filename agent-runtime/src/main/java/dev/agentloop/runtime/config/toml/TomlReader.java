package dev.agentloop.runtime.config.toml;

import dev.agentloop.runtime.config.toml.TomlTable.Origin;
import java.util.ArrayList;
import java.util.List;

/** Reads a TOML 1.0 document. Every mistake is an error with its line; nothing is guessed. */
public final class TomlReader {
    // A person nests a few levels; a hostile text must not end the stack.
    private static final int MAX_DEPTH = 64;

    private final TomlCursor cursor;
    private final TomlTable document = new TomlTable(Origin.HEADER, 1);
    private TomlTable current = document;

    private TomlReader(String text) {
        this.cursor = new TomlCursor(text);
    }

    /** @throws TomlException when the text is no TOML */
    public static TomlTable read(String text) {
        return new TomlReader(text.startsWith("\ufeff") ? text.substring(1) : text).document();
    }

    /**
     * Reads what may stand to the right of an equals sign.
     *
     * @throws TomlException when the text is not exactly one value
     */
    public static TomlValue readValue(String text) {
        TomlReader reader = new TomlReader(text);
        reader.cursor.skipBlanks();
        TomlValue value = reader.value(0);
        reader.cursor.requireLineEnd();
        reader.cursor.skipLines();
        if (!reader.cursor.atEnd()) {
            throw reader.cursor.error("expected one value, found " + reader.cursor.found() + " after it");
        }
        return value;
    }

    /**
     * Reads a key with dots.
     *
     * @throws TomlException when the text is no key
     */
    public static List<String> readKey(String text) {
        TomlReader reader = new TomlReader(text);
        reader.cursor.skipBlanks();
        List<String> key = reader.key();
        if (!reader.cursor.atEnd()) {
            throw reader.cursor.error("'" + text + "' is no key");
        }
        return key;
    }

    private TomlTable document() {
        cursor.skipLines();
        while (!cursor.atEnd()) {
            if (cursor.peek() == '[') {
                header();
            } else {
                assignment(current, 0);
            }
            cursor.requireLineEnd();
            cursor.skipLines();
        }
        return document;
    }

    private void header() {
        int line = cursor.line();
        boolean ofTables = cursor.take("[[");
        if (!ofTables) {
            cursor.next();
        }
        cursor.skipBlanks();
        List<String> key = key();
        cursor.require(']', "after the name of the table");
        if (ofTables) {
            cursor.require(']', "after the name of the array of tables");
        }
        TomlTable parent = document;
        for (String name : key.subList(0, key.size() - 1)) {
            parent = inside(parent, name, line);
        }
        String name = key.get(key.size() - 1);
        current = ofTables ? appended(parent, name, key, line) : opened(parent, name, key, line);
    }

    private static TomlTable inside(TomlTable parent, String name, int line) {
        TomlValue there = parent.get(name);
        if (there == null) {
            TomlTable implied = new TomlTable(Origin.IMPLIED, line);
            parent.put(name, implied);
            return implied;
        }
        if (there instanceof TomlArray array && array.isOfTables()) {
            return array.lastTable();
        }
        if (there instanceof TomlTable table && table.origin() != Origin.INLINE) {
            return table;
        }
        throw new TomlException(line, name + " is " + there.kind() + " already, set in line " + there.line());
    }

    private static TomlTable opened(TomlTable parent, String name, List<String> key, int line) {
        TomlValue there = parent.get(name);
        if (there instanceof TomlTable table && table.origin() == Origin.IMPLIED) {
            table.named(line);
            return table;
        }
        if (there != null) {
            throw duplicate(key, there, line);
        }
        TomlTable table = new TomlTable(Origin.HEADER, line);
        parent.put(name, table);
        return table;
    }

    private static TomlTable appended(TomlTable parent, String name, List<String> key, int line) {
        TomlValue there = parent.get(name);
        if (there == null) {
            there = new TomlArray(line, true);
            parent.put(name, there);
        }
        if (!(there instanceof TomlArray array) || !array.isOfTables()) {
            throw duplicate(key, there, line);
        }
        TomlTable table = new TomlTable(Origin.HEADER, line);
        array.add(table);
        return table;
    }

    private void assignment(TomlTable table, int depth) {
        int line = cursor.line();
        List<String> key = key();
        cursor.require('=', "after the key " + String.join(".", key));
        cursor.skipBlanks();
        TomlTable owner = table;
        for (String name : key.subList(0, key.size() - 1)) {
            owner = dotted(owner, name, line);
        }
        String name = key.get(key.size() - 1);
        TomlValue there = owner.get(name);
        if (there != null) {
            throw duplicate(key, there, line);
        }
        owner.put(name, value(depth));
    }

    private static TomlTable dotted(TomlTable owner, String name, int line) {
        TomlValue there = owner.get(name);
        if (there == null) {
            TomlTable table = new TomlTable(Origin.DOTTED, line);
            owner.put(name, table);
            return table;
        }
        if (there instanceof TomlTable table && table.origin() == Origin.DOTTED) {
            return table;
        }
        throw new TomlException(line, name + " is " + there.kind() + " that is complete, set in line " + there.line());
    }

    private static TomlException duplicate(List<String> key, TomlValue there, int line) {
        return new TomlException(line, String.join(".", key) + " is set twice, first in line " + there.line());
    }

    private List<String> key() {
        List<String> key = new ArrayList<>();
        do {
            cursor.skipBlanks();
            key.add(keyPart());
            cursor.skipBlanks();
        } while (cursor.take("."));
        if (key.size() > MAX_DEPTH) {
            throw cursor.error("keys are nested deeper than " + MAX_DEPTH + " levels");
        }
        return key;
    }

    private String keyPart() {
        char first = cursor.peek();
        if (first == '"' || first == '\'') {
            if (cursor.peek(1) == first && cursor.peek(2) == first) {
                throw cursor.error("a key stands on one line");
            }
            return TomlStrings.oneLine(cursor);
        }
        StringBuilder name = new StringBuilder();
        while (isBare(cursor.peek())) {
            name.append(cursor.next());
        }
        if (name.isEmpty()) {
            throw cursor.error("expected a key, found " + cursor.found());
        }
        return name.toString();
    }

    private static boolean isBare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private TomlValue value(int depth) {
        if (depth > MAX_DEPTH) {
            throw cursor.error("values are nested deeper than " + MAX_DEPTH + " levels");
        }
        int line = cursor.line();
        return switch (cursor.peek()) {
            case '"', '\'' -> new TomlScalar(TomlStrings.read(cursor), line);
            case '[' -> array(depth);
            case '{' -> inlineTable(depth);
            default -> new TomlScalar(TomlWords.read(cursor), line);
        };
    }

    private TomlArray array(int depth) {
        TomlArray array = new TomlArray(cursor.line(), false);
        cursor.next();
        cursor.skipLines();
        while (!cursor.take("]")) {
            array.add(value(depth + 1));
            cursor.skipLines();
            if (!cursor.take(",") && cursor.peek() != ']') {
                throw cursor.error("expected ',' or ']' in the array that begins in line " + array.line() + ", found "
                        + cursor.found());
            }
            cursor.skipLines();
        }
        return array;
    }

    private TomlTable inlineTable(int depth) {
        TomlTable table = new TomlTable(Origin.INLINE, cursor.line());
        cursor.next();
        cursor.skipBlanks();
        if (cursor.take("}")) {
            return table;
        }
        do {
            cursor.skipBlanks();
            assignment(table, depth + 1);
            cursor.skipBlanks();
        } while (cursor.take(","));
        cursor.require('}', "after the values of the table in braces");
        return table;
    }
}
