package dev.agentloop.runtime.loop;

import dev.agentloop.TurnId;
import dev.agentloop.session.SessionId;

/**
 * Where in which session the model is asked. Never the conversation itself, so that a durable engine's inputs stay small.
 *
 * @param session the session
 * @param turn the turn
 * @param historySize how many items of the history the request contains
 */
public record TurnPoint(SessionId session, TurnId turn, int historySize) {}
