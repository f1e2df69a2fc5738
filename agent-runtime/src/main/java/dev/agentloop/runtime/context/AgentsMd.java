package dev.agentloop.runtime.context;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds AGENTS.md files and joins them: the home's, then one of each folder from the project's root to the working
 * directory. In each folder the first of {@code AGENTS.override.md}, {@code AGENTS.md} and the fallback names counts, so
 * an empty override hides the file beside it; in the home an empty one does not.
 */
final class AgentsMd {
    static final String OVERRIDE = "AGENTS.override.md";
    static final String NAME = "AGENTS.md";

    // A home's file is no part of the projects' budget, yet nothing may fill the window by itself.
    static final long MAX_HOME_BYTES = 256 * 1024;

    private final ContextFiles files;
    private final ContextNotices notices;
    private final List<String> texts = new ArrayList<>();
    private final List<String> sources = new ArrayList<>();

    private AgentsMd(ContextFiles files, ContextNotices notices) {
        this.files = files;
        this.notices = notices;
    }

    /** What the files say to a session in this folder; empty when they say nothing. */
    static Optional<ContextFragment> find(Path workingDirectory, ContextFiles files, ContextNotices notices) {
        AgentsMd found = new AgentsMd(files, notices);
        files.home().ifPresent(found::readHome);
        if (files.projects() && files.maxProjectBytes() > 0) {
            found.readProject(workingDirectory);
        }
        return found.texts.isEmpty()
                ? Optional.empty()
                : Optional.of(fragment(workingDirectory, String.join("\n\n", found.texts), found.sources));
    }

    /** Takes back what an earlier fragment said. */
    static ContextFragment none(Path workingDirectory) {
        return fragment(workingDirectory, "There are none any more. Do not follow the earlier ones.", List.of());
    }

    private static ContextFragment fragment(Path workingDirectory, String text, List<String> sources) {
        ContextKind kind = ContextKind.AGENTS_MD;
        return new ContextFragment(
                kind, kind.opening() + workingDirectory + "\n\n<INSTRUCTIONS>\n" + text + "\n</INSTRUCTIONS>", sources);
    }

    private void readHome(Path home) {
        for (String name : List.of(OVERRIDE, NAME)) {
            Path file = home.resolve(name);
            if (isFile(file)) {
                Optional<BoundedText> content = read(file, MAX_HOME_BYTES);
                String text = content.map(BoundedText::text).orElse("").strip();
                if (!text.isEmpty()) {
                    content.filter(BoundedText::isCut)
                            .ifPresent(cut -> reportCut(file, cut, "a home's file may have " + MAX_HOME_BYTES));
                    add(file, text);
                    return;
                }
            }
        }
    }

    private void readProject(Path workingDirectory) {
        long left = files.maxProjectBytes();
        for (Path folder : ProjectFolders.downTo(workingDirectory, files.rootMarkers())) {
            Optional<Path> file = fileOf(folder);
            if (file.isEmpty()) {
                continue;
            }
            if (left == 0) {
                notices.add(
                        "context.agents_md.skipped",
                        file.get() + " and what is below it was not read: project_doc_max_bytes ("
                                + files.maxProjectBytes() + ") is used up by the files above it");
                return;
            }
            Optional<BoundedText> content = read(file.get(), left);
            if (content.isPresent() && content.get().isCut()) {
                reportCut(file.get(), content.get(), "project_doc_max_bytes is " + files.maxProjectBytes());
                left = 0;
            }
            if (content.isPresent() && !content.get().text().isBlank()) {
                left = Math.max(0, left - content.get().bytesRead());
                add(file.get(), content.get().text());
            }
        }
    }

    private Optional<Path> fileOf(Path folder) {
        List<String> names = new ArrayList<>(List.of(OVERRIDE, NAME));
        files.fallbackNames().stream().filter(PlainName::isPlain).forEach(names::add);
        return names.stream().map(folder::resolve).filter(this::isFile).findFirst();
    }

    private boolean isFile(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException absent) {
            return false;
        } catch (IOException | SecurityException unreadable) {
            reportUnreadable(file, unreadable);
            return false;
        }
    }

    private Optional<BoundedText> read(Path file, long maxBytes) {
        try {
            BoundedText content = BoundedText.read(file, maxBytes);
            if (content.binary()) {
                notices.add(
                        "context.agents_md.binary",
                        file + " was not read: it holds NUL bytes, so it is no text. Save it as UTF-8.");
                return Optional.empty();
            }
            return Optional.of(content);
        } catch (IOException | SecurityException unreadable) {
            reportUnreadable(file, unreadable);
            return Optional.empty();
        }
    }

    private void add(Path file, String text) {
        texts.add(text);
        sources.add(file.toString());
    }

    private void reportCut(Path file, BoundedText content, String why) {
        notices.add(
                "context.agents_md.cut",
                file + " was cut after " + content.bytesRead() + " of its " + content.fileBytes() + " bytes: " + why
                        + ". Shorten it.");
    }

    private void reportUnreadable(Path file, Exception cause) {
        String why = cause.toString();
        if (cause instanceof AccessDeniedException) {
            why = "access denied";
        } else if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            why = failure.getReason();
        }
        notices.add("context.agents_md.unreadable", file + " was not read: " + why);
    }
}
