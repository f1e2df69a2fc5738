package dev.agentloop.runtime.context;

/** Told what could not be used as it is, so that it reaches a person. */
@FunctionalInterface
public interface ContextNotices {
    /**
     * Something was left out, cut or is doubtful.
     *
     * @param code stable and dotted
     * @param message plain words, naming the file
     */
    void add(String code, String message);
}
