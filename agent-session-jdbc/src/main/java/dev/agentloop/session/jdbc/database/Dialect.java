package dev.agentloop.session.jdbc.database;

import java.util.List;

/** Where the databases' languages differ. */
public interface Dialect {
    /** Ends a query of a session's row so that no other writer of the session goes on before this transaction ends. */
    String lockRow();

    /** Ends an insertion of a blob that may be there already. */
    String keepBlob();

    /** The database's own time in milliseconds, the same for all processes. */
    String nowMillis();

    /** Tells listeners that a session has grown, when the transaction commits; empty: they look themselves. Parameter: its id. */
    String announce();

    /** Adds the text of an item. Parameters: text, session key, sequence. */
    String insertText();

    /** Removes the texts of a session's items. Parameter: session key. */
    String deleteTexts();

    /** A column of {@link #matches}: some words around the place found. */
    String excerpt();

    /** The tables of a search, joined: item, session, and the texts that match. Parameter: a {@link #query}. */
    String matches();

    /** Sorts a search, the best first. */
    String bestFirst();

    /** Asks for texts with all of these words, which consist of letters and digits. */
    String query(List<String> words);
}
