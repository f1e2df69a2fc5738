package dev.agentloop.cli.demo;

import dev.agentloop.Agent;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.util.function.Consumer;

/**
 * The model of a demo.
 *
 * @param isScripted whether no model is asked at all
 * @param label what people read about it
 * @param configure puts it into an agent
 */
record DemoModel(boolean isScripted, String label, Consumer<Agent.Builder> configure) {
    private static final String NO_AI = " (no AI involved: a fixed script plays the model's part)";

    static DemoModel scripted() {
        return new DemoModel(true, "scripted model" + NO_AI, builder -> builder.modelProvider(new ScriptedModel()));
    }

    /** The same over HTTP. */
    static DemoModel scripted(ScriptedService service, Wire wire) {
        ModelEndpoint endpoint = service.endpoint(wire);
        return new DemoModel(
                true,
                "scripted model behind " + endpoint + NO_AI,
                builder -> builder.endpoint(endpoint).model(ScriptedModel.NAME));
    }

    static DemoModel real(ModelEndpoint endpoint, String name) {
        return new DemoModel(
                false,
                name + " at " + endpoint.baseUrl().getHost(),
                builder -> builder.endpoint(endpoint).model(name));
    }
}
