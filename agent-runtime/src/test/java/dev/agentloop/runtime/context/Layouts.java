package dev.agentloop.runtime.context;

import static dev.agentloop.runtime.context.Layout.bare;
import static dev.agentloop.runtime.context.Layout.of;

import java.util.List;
import java.util.stream.Stream;

/** The trees of the table test, which the test against Codex runs too. */
final class Layouts {
    private static final String LARGE = "0123456789abcde\n".repeat(2100);

    private Layouts() {}

    static Stream<Layout> all() {
        return Stream.of(single(), levels(), home(), overrides(), roots(), fallbacks(), budget(), encodings(), links())
                .flatMap(List::stream);
    }

    private static List<Layout> single() {
        return List.of(
                of("nothing"),
                of("a file in the root").file("p/AGENTS.md", "root").finds("root"),
                of("a final line end is kept").file("p/AGENTS.md", "root\n").finds("root\n"),
                of("blank lines and spaces are kept")
                        .file("p/AGENTS.md", "\n\n  root  \n\n\n")
                        .finds("\n\n  root  \n\n\n"),
                of("an empty file").file("p/AGENTS.md", ""),
                of("a blank file").file("p/AGENTS.md", " \n\t\n"),
                of("another case of letters").file("p/agents.md", "root"),
                of("a folder with the name").file("p/AGENTS.md/x", "x"),
                of("tags are not escaped")
                        .file("p/AGENTS.md", "x</INSTRUCTIONS>y & <b>")
                        .finds("x</INSTRUCTIONS>y & <b>"),
                bare("spaces and letters in the path")
                        .file("p q/.git/x", "")
                        .file("p q/AGENTS.md", "root")
                        .file("p q/ä <x>/AGENTS.md", "below")
                        .in("p q/ä <x>")
                        .finds("root", "below"));
    }

    private static List<Layout> levels() {
        return List.of(
                threeLevels("one in each folder").in("p/a/b").finds("root\n", "a\n", "b\n"),
                threeLevels("folders below are not read").in("p/a").finds("root\n", "a\n"),
                of("a folder without a file between")
                        .file("p/AGENTS.md", "root")
                        .file("p/a/b/AGENTS.md", "b")
                        .in("p/a/b")
                        .finds("root", "b"),
                of("a blank file between")
                        .file("p/AGENTS.md", "root")
                        .file("p/a/AGENTS.md", " \n")
                        .file("p/a/b/AGENTS.md", "b")
                        .in("p/a/b")
                        .finds("root", "b"),
                of("a file above the root")
                        .file("AGENTS.md", "above")
                        .file("p/AGENTS.md", "root")
                        .finds("root"),
                of("inside the folder of the marker")
                        .file("p/AGENTS.md", "root")
                        .in("p/.git")
                        .finds("root"));
    }

    private static Layout threeLevels(String name) {
        return of(name).file("p/AGENTS.md", "root\n")
                .file("p/a/AGENTS.md", "a\n")
                .file("p/a/b/AGENTS.md", "b\n");
    }

    private static List<Layout> home() {
        return List.of(
                of("the home only").file("h/AGENTS.md", "home").finds("home"),
                of("the home is stripped")
                        .file("h/AGENTS.md", "\n\n  home \n\n")
                        .finds("home"),
                of("the home before the project")
                        .file("h/AGENTS.md", "home\n")
                        .file("p/AGENTS.md", "root")
                        .finds("home", "root"),
                of("the home's override wins")
                        .file("h/AGENTS.md", "home")
                        .file("h/AGENTS.override.md", "over")
                        .finds("over"),
                of("an empty override in the home does not count")
                        .file("h/AGENTS.md", "home")
                        .file("h/AGENTS.override.md", "")
                        .finds("home"),
                of("a blank override in the home does not count")
                        .file("h/AGENTS.md", "home")
                        .file("h/AGENTS.override.md", " \n\t\n")
                        .finds("home"),
                of("an empty home")
                        .file("h/AGENTS.md", "")
                        .file("p/AGENTS.md", "root")
                        .finds("root"),
                of("a folder in place of the home's override")
                        .file("h/AGENTS.override.md/x", "x")
                        .file("h/AGENTS.md", "home")
                        .finds("home"),
                of("no fallback names in the home").file("h/CLAUDE.md", "other").fallbacks("CLAUDE.md"),
                bare("the working directory is the home")
                        .file("h/AGENTS.md", "home")
                        .file("h/.git/x", "")
                        .in("h")
                        .finds("home", "home"),
                bare("a project below the home")
                        .file("h/AGENTS.md", "home")
                        .file("h/.git/x", "")
                        .file("h/p/AGENTS.md", "below")
                        .in("h/p")
                        .finds("home", "home", "below"));
    }

    private static List<Layout> overrides() {
        return List.of(
                of("an override wins")
                        .file("p/AGENTS.md", "root")
                        .file("p/AGENTS.override.md", "over")
                        .finds("over"),
                of("an empty override hides the file beside it")
                        .file("p/AGENTS.md", "root")
                        .file("p/AGENTS.override.md", ""),
                of("a blank override hides the file beside it")
                        .file("p/AGENTS.md", "root")
                        .file("p/AGENTS.override.md", "  \n"),
                of("a folder in place of an override")
                        .file("p/AGENTS.override.md/x", "x")
                        .file("p/AGENTS.md", "root")
                        .finds("root"),
                threeLevels("an override in one folder leaves the others")
                        .file("p/a/AGENTS.override.md", "over")
                        .in("p/a/b")
                        .finds("root\n", "over", "b\n"));
    }

    private static List<Layout> roots() {
        return List.of(
                bare("no root: only the working directory")
                        .file("p/AGENTS.md", "root")
                        .file("p/a/AGENTS.md", "a")
                        .in("p/a")
                        .finds("a"),
                bare("a marker that is a file")
                        .file("p/.git", "gitdir: elsewhere")
                        .file("p/AGENTS.md", "root")
                        .file("p/a/AGENTS.md", "a")
                        .in("p/a")
                        .finds("root", "a"),
                threeLevels("the nearest root wins")
                        .file("p/a/.git/HEAD", "x")
                        .in("p/a/b")
                        .finds("a\n", "b\n"),
                threeLevels("another marker")
                        .file("p/a/mark", "")
                        .markers("mark")
                        .in("p/a/b")
                        .finds("a\n", "b\n"),
                threeLevels("another marker in place of the usual one")
                        .markers("mark")
                        .in("p/a")
                        .finds("a\n"),
                threeLevels("no marker at all").markers().in("p/a").finds("a\n"),
                threeLevels("two markers, the nearest wins")
                        .file("p/a/.hg/x", "")
                        .markers(".git", ".hg")
                        .in("p/a/b")
                        .finds("a\n", "b\n"));
    }

    private static List<Layout> fallbacks() {
        return List.of(
                of("the first fallback name that is there")
                        .file("p/CLAUDE.md", "one")
                        .file("p/README.md", "two")
                        .fallbacks("CLAUDE.md", "README.md")
                        .finds("one"),
                of("the second fallback name")
                        .file("p/README.md", "two")
                        .fallbacks("CLAUDE.md", "README.md")
                        .finds("two"),
                of("AGENTS.md before any fallback name")
                        .file("p/AGENTS.md", "root")
                        .file("p/CLAUDE.md", "one")
                        .fallbacks("CLAUDE.md")
                        .finds("root"),
                of("each folder for itself")
                        .file("p/CLAUDE.md", "one")
                        .file("p/a/AGENTS.md", "a")
                        .fallbacks("CLAUDE.md")
                        .in("p/a")
                        .finds("one", "a"),
                of("an empty AGENTS.md hides the fallback")
                        .file("p/AGENTS.md", "")
                        .file("p/CLAUDE.md", "one")
                        .fallbacks("CLAUDE.md"),
                of("names of other programs are not read by themselves").file("p/CLAUDE.md", "one"),
                of("a fallback name that leads below").file("p/docs/X.md", "x").fallbacks("docs/X.md"),
                of("a fallback name that leads out").file("X.md", "x").fallbacks("../X.md"),
                of("blank fallback names are passed over")
                        .file("p/X.md", "x")
                        .fallbacks("", " ", "X.md")
                        .finds("x"));
    }

    private static List<Layout> budget() {
        return List.of(
                of("cut at the budget")
                        .file("p/AGENTS.md", "0123456789")
                        .maxBytes(4)
                        .finds("0123"),
                of("just fits").file("p/AGENTS.md", "0123").maxBytes(4).finds("0123"),
                of("the rest goes to the next folder")
                        .file("p/AGENTS.md", "0123")
                        .file("p/a/AGENTS.md", "abcdef")
                        .file("p/a/b/AGENTS.md", "b")
                        .in("p/a/b")
                        .maxBytes(6)
                        .finds("0123", "ab"),
                of("used up")
                        .file("p/AGENTS.md", "0123")
                        .file("p/a/AGENTS.md", "abcdef")
                        .in("p/a")
                        .maxBytes(4)
                        .finds("0123"),
                of("a blank file costs nothing")
                        .file("p/AGENTS.md", "    ")
                        .file("p/a/AGENTS.md", "abcdef")
                        .in("p/a")
                        .maxBytes(6)
                        .finds("abcdef"),
                of("cut to blanks").file("p/AGENTS.md", "    text").maxBytes(4),
                of("no budget: the home only")
                        .file("h/AGENTS.md", "home")
                        .file("p/AGENTS.md", "root")
                        .maxBytes(0)
                        .finds("home"),
                of("the home costs nothing")
                        .file("h/AGENTS.md", "home and more")
                        .file("p/AGENTS.md", "root")
                        .maxBytes(4)
                        .finds("home and more", "root"),
                of("the usual budget").file("p/AGENTS.md", LARGE).finds(LARGE.substring(0, 32 * 1024)),
                of("cut between characters")
                        .file("p/AGENTS.md", "aé€😀")
                        .maxBytes(4)
                        .finds("aé")
                        .unlikeCodex("Codex cuts inside the character"),
                of("cut between characters of four bytes")
                        .file("p/AGENTS.md", "aé€😀")
                        .maxBytes(9)
                        .finds("aé€")
                        .unlikeCodex("Codex cuts inside the character"));
    }

    private static List<Layout> encodings() {
        return List.of(
                of("line ends of other systems")
                        .file("p/AGENTS.md", "a\r\nb\r\n")
                        .finds("a\r\nb\r\n"),
                of("a byte order mark").file("p/AGENTS.md", "\ufeffroot").finds("\ufeffroot"),
                of("bytes that are no UTF-8")
                        .file("p/AGENTS.md", new byte[] {'a', (byte) 0xff, (byte) 0xfe, 'b'})
                        .finds("a\ufffd\ufffdb"),
                of("no text at all")
                        .file("p/AGENTS.md", new byte[] {'a', 0, 'b'})
                        .unlikeCodex("Codex sends the bytes"));
    }

    private static List<Layout> links() {
        return List.of(
                of("a link to a file")
                        .file("other.md", "other")
                        .link("p/AGENTS.md", "../other.md")
                        .finds("other"),
                of("a link to nothing").link("p/AGENTS.md", "nothing"),
                of("an override that links to nothing")
                        .file("p/AGENTS.md", "root")
                        .link("p/AGENTS.override.md", "nothing")
                        .finds("root"),
                of("a link to itself").link("p/AGENTS.md", "AGENTS.md"),
                of("a link to itself leaves other folders")
                        .file("p/AGENTS.md", "root")
                        .link("p/a/AGENTS.md", "AGENTS.md")
                        .in("p/a")
                        .finds("root")
                        .unlikeCodex("Codex gives all of them up"),
                of("a link to itself in the home")
                        .file("p/AGENTS.md", "root")
                        .link("h/AGENTS.md", "AGENTS.md")
                        .finds("root"),
                of("a working directory behind a link")
                        .file("p/AGENTS.md", "root")
                        .file("p/a/AGENTS.md", "a")
                        .link("q/l", "../p/a")
                        .in("q/l")
                        .finds("a"));
    }
}
