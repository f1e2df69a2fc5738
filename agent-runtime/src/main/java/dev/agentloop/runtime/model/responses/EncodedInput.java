package dev.agentloop.runtime.model.responses;

import dev.agentloop.model.ModelItem;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The encoded items of one request, without brackets. Immutable. A longer input shares the array of the shorter one
 * that it continues, so a session holds its encoded history once.
 */
final class EncodedInput {
    static final EncodedInput EMPTY = new EncodedInput(List.of(), new byte[0], new int[0], new AtomicInteger());

    private final List<ModelItem> items;
    private final byte[] bytes;
    private final int[] ends;
    private final AtomicInteger used; // of the array, by whichever continuation came first

    private EncodedInput(List<ModelItem> items, byte[] bytes, int[] ends, AtomicInteger used) {
        this.items = items;
        this.bytes = bytes;
        this.ends = ends;
        this.used = used;
    }

    /** Holds the first {@link #length()} bytes of the encoding. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** How many bytes of memory this keeps, items apart. */
    int weight() {
        return bytes.length + 4 * ends.length;
    }

    /** The encoding of another input; what it has in common with this one, item by item, is taken over. */
    EncodedInput with(List<ModelItem> input, ItemEncoder encoder, Unsupported unsupported) {
        int common = commonItems(input);
        int start = common == 0 ? 0 : ends[common - 1];
        int[] newEnds = Arrays.copyOf(ends, input.size());
        System.arraycopy(ends, 0, newEnds, 0, common);
        ByteOutput added = new ByteOutput(1024);
        for (int i = common; i < input.size(); i++) {
            encoder.append(input.get(i), start + added.size() > 0, added, unsupported);
            newEnds[i] = start + added.size();
        }
        return join(input, start, newEnds, added);
    }

    private EncodedInput join(List<ModelItem> input, int start, int[] newEnds, ByteOutput added) {
        int end = start + added.size();
        if (end <= bytes.length && used.compareAndSet(start, end)) {
            System.arraycopy(added.array(), 0, bytes, start, added.size());
            return new EncodedInput(input, bytes, newEnds, used);
        }
        byte[] larger = Arrays.copyOf(Arrays.copyOf(bytes, start), end + end / 2);
        System.arraycopy(added.array(), 0, larger, start, added.size());
        return new EncodedInput(input, larger, newEnds, new AtomicInteger(end));
    }

    private int commonItems(List<ModelItem> input) {
        int most = Math.min(ends.length, input.size());
        int common = 0;
        while (common < most && items.get(common) == input.get(common)) {
            common++;
        }
        return common;
    }
}
