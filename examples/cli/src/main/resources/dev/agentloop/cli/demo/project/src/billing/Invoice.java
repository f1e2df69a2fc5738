package billing;

import java.util.List;

/** Lines and the tax on their sum. */
record Invoice(List<Line> lines, int taxPercent) {
    long netCents() {
        return lines.stream().mapToLong(Line::netCents).sum();
    }

    long taxCents() {
        return Tax.on(netCents(), taxPercent);
    }

    long totalCents() {
        return netCents() + taxCents();
    }

    /** The invoice that takes this one back. */
    Invoice creditNote() {
        return new Invoice(lines.stream().map(Line::takenBack).toList(), taxPercent);
    }
}
