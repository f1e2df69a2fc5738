package dev.agentloop.session.jdbc.database;

/**
 * Runs transactions. Thread-safe. Opens itself with the first one; every failure is a
 * {@link dev.agentloop.SessionStoreException} that names the database and the action.
 */
public interface Database extends AutoCloseable {
    /** Which database this is, for messages, without a password. */
    String name();

    /** Its language. */
    Dialect dialect();

    /**
     * Runs a transaction that sees one state of the database and changes nothing.
     *
     * @param action what is done, for messages: "read session x"
     */
    <T> T read(String action, Transaction<T> transaction);

    /**
     * Runs a transaction alone among writers, those of other processes included. What it wrote is durable when this
     * returns, and gone when the transaction throws.
     *
     * @param action what is done, for messages: "append to session x"
     */
    <T> T write(String action, Transaction<T> transaction);

    /** Tells of changes; the caller closes it. */
    Changes changes();

    /** Closes the database when the transaction that runs has ended. Idempotent. */
    @Override
    void close();
}
