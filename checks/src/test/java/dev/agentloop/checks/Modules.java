package dev.agentloop.checks;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The modules under check: jars after {@code mvn verify}, class folders after {@code mvn test}. */
final class Modules {
    private static final Pattern JAR = Pattern.compile("(agent-[a-z-]+?)-\\d[^/]*\\.jar");
    private static final Pattern CLASS_FOLDER = Pattern.compile("(agent-[a-z-]+)/target/classes/?$");
    private static final Map<String, Path> LOCATIONS = findOnClassPath();
    private static final JavaClasses CLASSES = importAll();
    private static final Map<String, String> MODULE_BY_LOCATION = LOCATIONS.entrySet().stream()
            .collect(Collectors.toMap(entry -> entry.getValue().toUri().getRawPath(), Map.Entry::getKey));

    private Modules() {}

    /** Module name to its jar or class folder, by name. */
    static Map<String, Path> locations() {
        return LOCATIONS;
    }

    /** The jars only; empty unless all modules have been packaged. */
    static Map<String, Path> jars() {
        return LOCATIONS.values().stream().allMatch(Files::isRegularFile) ? LOCATIONS : Map.of();
    }

    /** All production classes of all modules. */
    static JavaClasses classes() {
        return CLASSES;
    }

    /** The name of the module a class comes from. */
    static String of(JavaClass javaClass) {
        String location = javaClass
                .getSource()
                .orElseThrow(() -> new AssertionError("Class without a source: " + javaClass.getName()))
                .getUri()
                .toString();
        return MODULE_BY_LOCATION.entrySet().stream()
                .filter(entry -> location.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("Class of no known module: " + location));
    }

    /** Classes of one of the named modules. */
    static DescribedPredicate<JavaClass> in(String... modules) {
        List<String> names = List.of(modules);
        return DescribedPredicate.describe("in " + String.join(" or ", names), type -> names.contains(of(type)));
    }

    /** Classes of this project that belong to none of the named modules. */
    static DescribedPredicate<JavaClass> outside(String... modules) {
        List<String> names = List.of(modules);
        return DescribedPredicate.describe(
                "of this project but outside " + String.join(" and ", names),
                type -> CLASSES.contain(type.getName()) && !names.contains(of(type)));
    }

    private static JavaClasses importAll() {
        return new ClassFileImporter()
                .importLocations(
                        LOCATIONS.values().stream().map(Modules::location).toList());
    }

    private static Location location(Path path) {
        if (Files.isDirectory(path)) {
            return Location.of(path);
        }
        try {
            return Location.of(new JarFile(path.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + path, e);
        }
    }

    private static Map<String, Path> findOnClassPath() {
        Map<String, Path> found = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String path = entry.replace(File.separatorChar, '/');
            Matcher folder = CLASS_FOLDER.matcher(path);
            Matcher jar = JAR.matcher(path.substring(path.lastIndexOf('/') + 1));
            if (folder.find()) {
                found.put(folder.group(1), Path.of(entry));
            } else if (jar.matches()) {
                found.put(jar.group(1), Path.of(entry));
            }
        }
        return found;
    }
}
