package dev.agentloop.runtime.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tree of files, how discovery is set up, and the texts it must find, joined by empty lines. */
final class Layout {
    private final String name;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private String workingDirectory = "p";
    private List<String> markers = ContextFiles.DEFAULT_ROOT_MARKERS;
    private List<String> fallbacks = List.of();
    private long maxBytes = ContextFiles.DEFAULT_MAX_PROJECT_BYTES;
    private Optional<String> codexDiffers = Optional.empty();
    private List<String> expected = List.of();

    private Layout(String name) {
        this.name = name;
    }

    /** A tree without anything. */
    static Layout bare(String name) {
        return new Layout(name);
    }

    /** A tree with the project {@code p} and the home {@code h}. */
    static Layout of(String name) {
        return bare(name).file("p/.git/HEAD", "ref: refs/heads/main");
    }

    Layout file(String path, String text) {
        return file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    Layout file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    Layout link(String path, String target) {
        links.put(path, target);
        return this;
    }

    Layout in(String folder) {
        workingDirectory = folder;
        return this;
    }

    Layout markers(String... names) {
        markers = List.of(names);
        return this;
    }

    Layout fallbacks(String... names) {
        fallbacks = List.of(names);
        return this;
    }

    Layout maxBytes(long bytes) {
        maxBytes = bytes;
        return this;
    }

    /** On purpose another text than Codex finds. */
    Layout unlikeCodex(String reason) {
        codexDiffers = Optional.of(reason);
        return this;
    }

    Layout finds(String... texts) {
        expected = List.of(texts);
        return this;
    }

    Path create(Path root) throws IOException {
        Files.createDirectories(home(root));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        for (Map.Entry<String, String> link : links.entrySet()) {
            Path path = root.resolve(link.getKey());
            Files.createDirectories(path.getParent());
            Files.createSymbolicLink(path, Path.of(link.getValue()));
        }
        return root;
    }

    Path home(Path root) {
        return root.resolve("h");
    }

    Path workingDirectory(Path root) {
        return root.resolve(workingDirectory);
    }

    ContextFiles contextFiles(Path root) {
        return new ContextFiles(Optional.of(home(root)), true, markers, fallbacks, maxBytes);
    }

    Optional<String> expected(Path root) {
        return expected.isEmpty()
                ? Optional.empty()
                : Optional.of("# AGENTS.md instructions for " + workingDirectory(root) + "\n\n<INSTRUCTIONS>\n"
                        + String.join("\n\n", expected) + "\n</INSTRUCTIONS>");
    }

    Optional<String> codexDiffers() {
        return codexDiffers;
    }

    /** The settings as Codex's command line takes them. */
    List<String> codexOptions() {
        List<String> options = new ArrayList<>();
        option(options, "project_root_markers", toml(markers));
        option(options, "project_doc_fallback_filenames", toml(fallbacks));
        option(options, "project_doc_max_bytes", Long.toString(maxBytes));
        return options;
    }

    private static void option(List<String> options, String key, String value) {
        options.add("-c");
        options.add(key + "=" + value);
    }

    private static String toml(List<String> names) {
        return "["
                + String.join(", ", names.stream().map(name -> "'" + name + "'").toList()) + "]";
    }

    @Override
    public String toString() {
        return name;
    }
}
