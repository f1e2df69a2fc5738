package dev.agentloop.runtime.config.toml;

/** A value with its place. */
public sealed interface TomlValue permits TomlTable, TomlArray, TomlScalar {
    /** The line on which it begins, from 1. */
    int line();

    /** What it is, for messages: {@code a string}, {@code a table} … */
    String kind();
}
