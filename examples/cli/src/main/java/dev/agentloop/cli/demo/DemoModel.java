package dev.agentloop.cli.demo;

import dev.agentloop.Agent;
import dev.agentloop.model.ModelEndpoint;
import java.util.function.Consumer;

/**
 * The model of a demo.
 *
 * @param isScripted whether no model is asked at all
 * @param label what people read about it
 * @param configure puts it into an agent
 */
record DemoModel(boolean isScripted, String label, Consumer<Agent.Builder> configure) {
    static DemoModel scripted() {
        return new DemoModel(
                true,
                "scripted model (no AI involved: a fixed script plays the model's part)",
                builder -> builder.modelProvider(new ScriptedModel()));
    }

    static DemoModel real(ModelEndpoint endpoint, String name) {
        return new DemoModel(
                false,
                name + " at " + endpoint.baseUrl().getHost(),
                builder -> builder.endpoint(endpoint).model(name));
    }
}
