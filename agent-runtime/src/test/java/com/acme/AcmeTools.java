package com.acme;

import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import java.util.List;
import java.util.function.Supplier;

/** A provider of somebody else: its package is not this project's. */
public class AcmeTools implements ToolProvider {
    private final Supplier<String> id;
    private final int order;
    private final Supplier<List<ToolHandler>> tools;

    /** A provider that answers with these. */
    public AcmeTools(Supplier<String> id, int order, Supplier<List<ToolHandler>> tools) {
        this.id = id;
        this.order = order;
        this.tools = tools;
    }

    @Override
    public String id() {
        return id.get();
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        return tools.get();
    }
}
