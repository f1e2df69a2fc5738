package dev.agentloop.runtime.model;

import dev.agentloop.testkit.ScriptedModelServer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Checks each request that any test of this module sends to a scripted server against the official description. */
public final class EveryRequestIsValid implements BeforeAllCallback {
    private static final AtomicBoolean INSTALLED = new AtomicBoolean();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (OpenAiSchema.isAvailable() && INSTALLED.compareAndSet(false, true)) {
            ScriptedModelServer.checkEveryRequest(request -> {
                if (request.path().endsWith("/responses")) {
                    OpenAiSchema.assertValidRequest(request.bodyBytes());
                } else if (request.path().endsWith("/chat/completions")) {
                    OpenAiSchema.assertValidChatRequest(request.bodyBytes());
                }
            });
        }
    }
}
