package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads an object out of a larger document, with its bytes as they are. */
final class JsonSlice {
    private JsonSlice() {}

    /**
     * The item that begins at the parser's current token; the parser then stands at its end.
     *
     * @param bytes what the parser reads, from the offset on
     */
    static OutputItem object(JsonParser json, byte[] bytes, int offset) throws IOException {
        int start = offset + (int) json.currentTokenLocation().getByteOffset();
        json.skipChildren();
        int end = offset + (int) json.currentLocation().getByteOffset();
        return OutputItem.read(bytes, start, end - start);
    }
}
