package billing;

import java.util.List;

/** Needs no test library: prints what it checks and exits with 1 when something is wrong. */
public final class InvoiceTest {
    private static int failures;

    public static void main(String[] args) {
        Invoice invoice = new Invoice(List.of(new Line("Filter", 3, 250), new Line("Delivery", 1, 300)), 19);
        Invoice credit = invoice.creditNote();

        check("adds up its lines", "10.50", Money.format(invoice.netCents()));
        check("rounds half a cent of tax up", "2.00", Money.format(invoice.taxCents()));
        check("totals net and tax", "12.50", Money.format(invoice.totalCents()));
        check("a credit note cancels its invoice", "0.00", Money.format(invoice.totalCents() + credit.totalCents()));

        System.out.println(failures == 0 ? "all checks passed" : failures + " failed");
        System.exit(failures == 0 ? 0 : 1);
    }

    private static void check(String what, String expected, String actual) {
        boolean passed = expected.equals(actual);
        System.out.println(passed ? "ok    " + what : "FAIL  " + what + ": expected " + expected + " but was " + actual);
        failures += passed ? 0 : 1;
    }
}
