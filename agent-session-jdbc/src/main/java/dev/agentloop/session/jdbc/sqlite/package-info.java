/** SQLite: one file, one connection, one transaction at a time. Internal. */
@NullMarked
package dev.agentloop.session.jdbc.sqlite;

import org.jspecify.annotations.NullMarked;
