package dev.agentloop.runtime.config;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the endpoint that the settings name. */
public final class ModelConfig {
    private static final String OPENAI = "openai";
    private static final String OPENAI_URL = "https://api.openai.com/v1";
    private static final String OPENAI_KEY = "OPENAI_API_KEY";
    private static final Map<String, String> LOCAL =
            Map.of("ollama", "http://localhost:11434/v1", "lmstudio", "http://localhost:1234/v1");

    private final SettingTree settings;

    private ModelConfig(LoadedConfig config) {
        this.settings = config.settings();
    }

    /**
     * The endpoint; empty when nothing names one.
     *
     * @throws AgentConfigurationException naming the setting that cannot be used
     */
    public static Optional<ModelEndpoint> endpoint(LoadedConfig config) {
        ModelConfig model = new ModelConfig(config);
        boolean named =
                List.of("model_provider", "openai_base_url", "model_context_window", "model_max_output_tokens").stream()
                        .anyMatch(key -> model.settings.find(key).isPresent());
        return named ? Optional.of(model.endpoint()) : Optional.empty();
    }

    private ModelEndpoint endpoint() {
        Optional<Setting> chosen = settings.find("model_provider");
        String id = chosen.map(Setting::text).orElse(OPENAI);
        SettingTree own = settings.tables("model_providers").get(id);
        ModelEndpoint.Builder endpoint;
        if (own != null) {
            endpoint = own(id, own);
        } else if (id.equals(OPENAI)) {
            URI url = settings.find("openai_base_url").map(ModelConfig::uri).orElse(URI.create(OPENAI_URL));
            endpoint = ModelEndpoint.responses(url).apiKeyFromEnvironment(OPENAI_KEY);
        } else if (LOCAL.containsKey(id)) {
            endpoint = ModelEndpoint.responses(URI.create(LOCAL.get(id)));
        } else {
            Set<String> known = new TreeSet<>(LOCAL.keySet());
            known.add(OPENAI);
            known.addAll(settings.tables("model_providers").keySet());
            throw new AgentConfigurationException(chosen.orElseThrow().place() + ": there is no provider '" + id
                    + "'; known: " + String.join(", ", known));
        }
        modelInfo(endpoint);
        return build(id, endpoint);
    }

    private static ModelEndpoint.Builder own(String id, SettingTree own) {
        URI url = own.find("base_url")
                .map(ModelConfig::uri)
                .orElseThrow(() -> new AgentConfigurationException("model_providers." + id + " has no base_url"));
        ModelEndpoint.Builder endpoint =
                switch (own.find("wire_api").map(Setting::text).orElse("responses")) {
                    case "chat" -> ModelEndpoint.chatCompletions(url);
                    case "messages" -> ModelEndpoint.anthropicMessages(url);
                    default -> ModelEndpoint.responses(url);
                };
        own.find("env_key").map(Setting::text).ifPresent(endpoint::apiKeyFromEnvironment);
        own.find("http_headers").ifPresent(headers -> headers.textMap().forEach(endpoint::header));
        own.find("env_http_headers")
                .ifPresent(headers -> headers.textMap().forEach((name, variable) -> {
                    String value = EnvironmentVariables.get(variable);
                    if (value != null && !value.isBlank()) {
                        endpoint.header(name, value);
                    }
                }));
        own.find("query_params").ifPresent(query -> query.textMap().forEach(endpoint::queryParameter));
        own.find("stream_idle_timeout_ms")
                .ifPresent(time -> endpoint.streamIdleTimeout(Duration.ofMillis(time.number())));
        own.find("request_max_retries")
                .map(Setting::number)
                .map(retries -> Math.max(
                        retries,
                        own.find("stream_max_retries").map(Setting::number).orElse(0L)))
                .or(() -> own.find("stream_max_retries").map(Setting::number))
                .ifPresent(retries -> endpoint.maxRetries(retries.intValue()));
        return endpoint;
    }

    /** Numbers that are given make the model one that nothing else is known of. */
    private void modelInfo(ModelEndpoint.Builder endpoint) {
        Optional<Setting> window = settings.find("model_context_window");
        Optional<Setting> output = settings.find("model_max_output_tokens");
        Optional<String> model = settings.find("model").map(Setting::text);
        if (model.isPresent() && (window.isPresent() || output.isPresent())) {
            endpoint.model(new ModelInfo(
                    model.get(),
                    window.map(Setting::number).orElse(0L),
                    output.map(Setting::number).orElse(0L),
                    false,
                    true));
        }
    }

    private ModelEndpoint build(String id, ModelEndpoint.Builder endpoint) {
        try {
            return endpoint.build();
        } catch (IllegalArgumentException e) {
            String place = Optional.ofNullable(
                            settings.tables("model_providers").get(id))
                    .flatMap(own -> own.find("base_url"))
                    .or(() -> settings.find("openai_base_url"))
                    .map(Setting::place)
                    .orElse("model_providers." + id);
            throw new AgentConfigurationException(place + ": " + e.getMessage(), e);
        }
    }

    private static URI uri(Setting setting) {
        try {
            return URI.create(setting.text());
        } catch (IllegalArgumentException e) {
            throw new AgentConfigurationException(setting.place() + ": '" + setting.text() + "' is no address", e);
        }
    }
}
