package dev.agentloop;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What tokens cost, as the application knows it; the library knows no prices. Immutable. One table has one currency,
 * which is nowhere named.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PriceTable {
    /**
     * Prices of a million tokens.
     *
     * @param input tokens that were not in the cache
     * @param cachedInput tokens that were read from the cache
     * @param output tokens of the answer, reasoning included
     */
    public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal output) {
        public Price {
            Objects.requireNonNull(input, "input");
            Objects.requireNonNull(cachedInput, "cachedInput");
            Objects.requireNonNull(output, "output");
        }
    }

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private final Map<String, Price> prices;

    private PriceTable(Map<String, Price> prices) {
        this.prices = new LinkedHashMap<>(prices);
    }

    /** @param prices by the model's name, or by the start of the names of a family */
    public static PriceTable of(Map<String, Price> prices) {
        return new PriceTable(prices);
    }

    /** The price of the model with this name, or of the longest start of it that is in the table. */
    public Optional<Price> price(String model) {
        return prices.keySet().stream()
                .filter(model::startsWith)
                .reduce((one, other) -> one.length() >= other.length() ? one : other)
                .map(prices::get);
    }

    /** What this usage costs; empty when the table does not know the model. */
    public Optional<BigDecimal> cost(String model, TokenUsage usage) {
        return price(model)
                .map(price -> price.input()
                        .multiply(BigDecimal.valueOf(usage.uncachedInputTokens()))
                        .add(price.cachedInput().multiply(BigDecimal.valueOf(usage.cachedInputTokens())))
                        .add(price.output().multiply(BigDecimal.valueOf(usage.outputTokens())))
                        .divide(MILLION));
    }
}
