/** PostgreSQL: a few connections, one transaction each. Internal. */
@NullMarked
package dev.agentloop.session.jdbc.postgres;

import org.jspecify.annotations.NullMarked;
