package billing;

/** Amounts are whole cents; what a customer gets back is negative. */
final class Money {
    private Money() {}

    static String format(long cents) {
        String sign = cents < 0 ? "-" : "";
        long absolute = Math.abs(cents);
        return "%s%d.%02d".formatted(sign, absolute / 100, absolute % 100);
    }
}
