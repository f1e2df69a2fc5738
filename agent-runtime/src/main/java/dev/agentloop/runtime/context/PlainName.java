package dev.agentloop.runtime.context;

/** Names of files inside one folder, as opposed to paths that lead out of it. */
final class PlainName {
    private PlainName() {}

    static boolean isPlain(String name) {
        return !name.isBlank()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
    }
}
