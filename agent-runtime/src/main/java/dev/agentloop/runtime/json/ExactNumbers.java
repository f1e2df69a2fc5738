package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Keeps numbers exact: decimals keep all digits, and a whole number is whole however it is written, as JSON Schema sees it
 * ({@code 5.0}, {@code 1e3}). Refuses exponents that would make plain arithmetic take minutes.
 */
final class ExactNumbers extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    private static final int MAX_EXPONENT = 1_000;
    private static final int LONG_DIGITS = 18;

    @Override
    public ValueNode numberNode(@Nullable BigDecimal value) {
        if (value == null) {
            return nullNode();
        }
        if (Math.abs((long) value.scale()) > MAX_EXPONENT + value.precision()) {
            throw new IllegalArgumentException("A number has an exponent beyond " + MAX_EXPONENT);
        }
        BigDecimal plain = value.stripTrailingZeros();
        boolean whole = plain.scale() <= 0 && plain.precision() - plain.scale() <= LONG_DIGITS;
        return whole ? whole(plain.longValueExact()) : super.numberNode(value);
    }

    private NumericNode whole(long value) {
        return value == (int) value ? numberNode((int) value) : numberNode(value);
    }
}
