package dev.agentloop.runtime.context;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which files tell the model how to work.
 *
 * @param home the folder with a person's own AGENTS.md and skills; without it nothing outside a project is read
 * @param projects whether the folders of projects are read
 * @param rootMarkers names of files or folders that mark the root of a project
 * @param fallbackNames names read in a folder without AGENTS.md, in order
 * @param maxProjectBytes most bytes of all project files together
 */
public record ContextFiles(
        Optional<Path> home,
        boolean projects,
        List<String> rootMarkers,
        List<String> fallbackNames,
        long maxProjectBytes) {
    /** Default of {@code project_doc_max_bytes}: 32 KiB, some 8,000 tokens. */
    public static final long DEFAULT_MAX_PROJECT_BYTES = 32 * 1024;

    /** Default of {@code project_root_markers}. */
    public static final List<String> DEFAULT_ROOT_MARKERS = List.of(".git");

    public ContextFiles {
        rootMarkers = List.copyOf(rootMarkers);
        fallbackNames = List.copyOf(fallbackNames);
    }

    /** The files of projects as they are usually named, and nothing else. */
    public static ContextFiles ofProjects() {
        return new ContextFiles(Optional.empty(), true, DEFAULT_ROOT_MARKERS, List.of(), DEFAULT_MAX_PROJECT_BYTES);
    }

    /** The same, with or without the folders of projects. */
    public ContextFiles withProjects(boolean read) {
        return new ContextFiles(home, read, rootMarkers, fallbackNames, maxProjectBytes);
    }
}
