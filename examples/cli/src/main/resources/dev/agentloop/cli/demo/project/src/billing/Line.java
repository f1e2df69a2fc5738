package billing;

/** One line of an invoice. The quantity is negative when something is taken back. */
record Line(String text, int quantity, long unitCents) {
    long netCents() {
        return quantity * unitCents;
    }

    Line takenBack() {
        return new Line(text, -quantity, unitCents);
    }
}
