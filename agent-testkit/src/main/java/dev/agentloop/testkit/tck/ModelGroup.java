package dev.agentloop.testkit.tck;

/** One group of {@link ModelProviderTck}. */
abstract class ModelGroup {
    final ModelTckBase kit;

    ModelGroup(ModelTckBase kit) {
        this.kit = kit;
    }
}
