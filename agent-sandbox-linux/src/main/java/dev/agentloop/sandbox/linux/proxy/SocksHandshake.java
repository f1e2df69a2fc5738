package dev.agentloop.sandbox.linux.proxy;

import dev.agentloop.sandbox.linux.proxy.ConnectionGate.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/** SOCKS version 5 (RFC 1928): CONNECT to a name or an address, without authentication; names are resolved here. */
record SocksHandshake(Target target) implements Handshake {
    /** The first byte of a client that speaks it. */
    static final int VERSION = 5;

    private static final byte[] NOTHING = {};
    private static final int NO_AUTHENTICATION = 0;
    private static final int CONNECT = 1;
    private static final int SUCCEEDED = 0;
    private static final int NOT_ALLOWED = 2;
    private static final int HOST_UNREACHABLE = 4;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    /** Reads the greeting, answers it, and reads the request. */
    static SocksHandshake read(ClientInput in) throws IOException {
        in.bytes(1);
        in.bytes(in.unsignedByte());
        in.answer(new byte[] {VERSION, NO_AUTHENTICATION});
        byte[] request = in.bytes(3);
        if (request[0] != VERSION || request[1] != CONNECT) {
            throw new ProtocolException("Only CONNECT of SOCKS 5 is supported");
        }
        String host = switch (in.unsignedByte()) {
            case IPV4 -> InetAddress.getByAddress(in.bytes(4)).getHostAddress();
            case IPV6 -> InetAddress.getByAddress(in.bytes(16)).getHostAddress();
            case NAME -> new String(in.bytes(in.unsignedByte()), StandardCharsets.ISO_8859_1);
            default -> throw new ProtocolException("Unknown kind of address");
        };
        return new SocksHandshake(new Target(host, in.unsignedByte() << 8 | in.unsignedByte()));
    }

    @Override
    public byte[] forward() {
        return NOTHING;
    }

    @Override
    public byte[] connected() {
        return reply(SUCCEEDED);
    }

    @Override
    public byte[] failed(IOException why) {
        return reply(why instanceof RefusedException ? NOT_ALLOWED : HOST_UNREACHABLE);
    }

    private static byte[] reply(int code) {
        return new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0};
    }
}
