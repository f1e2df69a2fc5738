package dev.agentloop.runtime.model.responses;

import java.io.ByteArrayOutputStream;

/** A byte array being written whose content can be used without a copy. */
final class ByteOutput extends ByteArrayOutputStream {
    ByteOutput(int capacity) {
        super(capacity);
    }

    /** The array written to; only its first {@link #size()} bytes count. */
    byte[] array() {
        return buf;
    }
}
