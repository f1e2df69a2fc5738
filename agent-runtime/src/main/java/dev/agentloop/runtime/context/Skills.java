package dev.agentloop.runtime.context;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists the skills of a session: folders with a SKILL.md below {@code .agents/skills} of the project's folders, the
 * nearest first, then below {@code skills} of the home. The nearest of two with one name counts.
 */
final class Skills {
    static final String FILE = "SKILL.md";

    // Each bound keeps a folder full of skills, or of something else, from filling the window or the first second.
    static final int MAX_LIST_BYTES = 16 * 1024;
    static final int MAX_FOLDERS = 20_000;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_HEAD_BYTES = 8 * 1024;

    private static final String INTRODUCTION =
            "A skill is a file with directions for one kind of task. When a task fits a description below, or the user"
                    + " names a skill, read its whole file before anything else and follow it. Paths in a skill are"
                    + " relative to its folder. Read only the skills that the task needs.\n";

    private final ContextNotices notices;
    private final Map<String, Skill> listed = new LinkedHashMap<>();
    private int listedBytes;
    private int foldersLeft = MAX_FOLDERS;
    private int omitted;

    private Skills(ContextNotices notices) {
        this.notices = notices;
    }

    /** The list for a session in this folder; empty when there is no skill. */
    static Optional<ContextFragment> find(Path workingDirectory, ContextFiles files, ContextNotices notices) {
        Skills skills = new Skills(notices);
        if (files.projects()) {
            List<Path> folders = ProjectFolders.downTo(workingDirectory, files.rootMarkers());
            Collections.reverse(folders);
            folders.forEach(folder -> skills.search(folder.resolve(".agents").resolve("skills"), 0));
        }
        files.home().ifPresent(home -> skills.search(home.resolve("skills"), 0));
        skills.reportOmitted();
        return skills.listed.isEmpty() ? Optional.empty() : Optional.of(skills.fragment());
    }

    /** Takes back what an earlier list said. */
    static ContextFragment none() {
        return ContextFragment.of(
                ContextKind.SKILLS, ContextKind.SKILLS.opening() + "There are no skills any more.\n</skills>");
    }

    private ContextFragment fragment() {
        StringBuilder text = new StringBuilder(ContextKind.SKILLS.opening())
                .append(INTRODUCTION)
                .append('\n');
        listed.values().forEach(skill -> text.append(skill.line()));
        if (omitted > 0) {
            text.append("There are ").append(omitted).append(" more that are not listed here.\n");
        }
        return new ContextFragment(
                ContextKind.SKILLS,
                text.append("</skills>").toString(),
                listed.values().stream().map(skill -> skill.file().toString()).toList());
    }

    private void search(Path folder, int depth) {
        for (Path child : children(folder)) {
            if (foldersLeft-- <= 0) {
                return;
            }
            Path file = child.resolve(FILE);
            if (Files.isRegularFile(file)) {
                take(file);
            } else if (depth < MAX_DEPTH && Files.isDirectory(child)) {
                search(child, depth + 1);
            }
        }
    }

    /** In the order of their names; hidden ones are left out. */
    private List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return children;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder, entry -> !entry.getFileName().toString().startsWith("."))) {
            for (Path entry : entries) {
                children.add(entry);
                if (children.size() > MAX_FOLDERS) {
                    break;
                }
            }
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException | java.nio.file.DirectoryIteratorException | SecurityException unreadable) {
            notices.add("context.skills.unreadable", "The skills in " + folder + " were not read: " + unreadable);
            return List.of();
        }
        Collections.sort(children);
        return children;
    }

    private void take(Path file) {
        if (listedBytes >= MAX_LIST_BYTES) {
            omitted++;
            return;
        }
        read(file).ifPresent(skill -> {
            int bytes = skill.line().getBytes(StandardCharsets.UTF_8).length;
            Skill nearer = listed.get(skill.name());
            if (nearer != null) {
                notices.add(
                        "context.skills.duplicate",
                        "The skill " + skill.name() + " of " + file + " is hidden by " + nearer.file());
            } else if (listedBytes + bytes > MAX_LIST_BYTES) {
                listedBytes = MAX_LIST_BYTES;
                omitted++;
            } else {
                listedBytes += bytes;
                listed.put(skill.name(), skill);
            }
        });
    }

    private Optional<Skill> read(Path file) {
        try {
            Optional<FrontMatter> head =
                    FrontMatter.of(BoundedText.read(file, MAX_HEAD_BYTES).text());
            Optional<String> description = head.flatMap(values -> values.get("description"));
            if (description.isEmpty()) {
                notices.add(
                        "context.skills.invalid",
                        file + " is not listed: it does not begin with a head between lines of '---' that has a"
                                + " description");
                return Optional.empty();
            }
            String folder = file.getName(file.getNameCount() - 2).toString();
            return Optional.of(
                    new Skill(head.flatMap(values -> values.get("name")).orElse(folder), description.get(), file));
        } catch (IOException | SecurityException unreadable) {
            notices.add("context.skills.unreadable", file + " was not read: " + unreadable);
            return Optional.empty();
        }
    }

    private void reportOmitted() {
        if (omitted > 0) {
            notices.add(
                    "context.skills.omitted",
                    omitted + " skills are not listed: the list is full with " + listed.size() + " (" + MAX_LIST_BYTES
                            + " bytes). Remove some, or shorten descriptions.");
        }
        if (foldersLeft <= 0) {
            notices.add(
                    "context.skills.too_many_folders",
                    "Only the first " + MAX_FOLDERS + " folders were searched for skills");
        }
    }
}
