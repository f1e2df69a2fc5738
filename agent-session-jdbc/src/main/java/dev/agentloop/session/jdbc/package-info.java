/** The session store over JDBC, for applications that hand it to an agent. */
@NullMarked
package dev.agentloop.session.jdbc;

import org.jspecify.annotations.NullMarked;
