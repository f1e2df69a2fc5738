package billing;

/** Value added tax. */
final class Tax {
    private Tax() {}

    /** The tax on a net amount in whole cents; half a cent counts as one. */
    static long on(long netCents, int percent) {
        return Math.round(netCents * percent / 100.0);
    }
}
