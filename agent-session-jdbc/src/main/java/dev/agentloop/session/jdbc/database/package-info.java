/** What the store needs of a database, whichever it is. Internal. */
@NullMarked
package dev.agentloop.session.jdbc.database;

import org.jspecify.annotations.NullMarked;
