package dev.agentloop.runtime.config;

/**
 * Something a person should know about the configuration.
 *
 * @param code stable and dotted
 * @param message plain words with file, line and key
 */
public record ConfigNotice(String code, String message) {}
