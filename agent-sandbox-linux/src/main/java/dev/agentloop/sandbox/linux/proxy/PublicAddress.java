package dev.agentloop.sandbox.linux.proxy;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells public addresses from those of this machine, its networks and its cloud (IANA special-purpose registries). A name
 * on a list must not lead to one of the latter.
 */
final class PublicAddress {
    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int first = bytes[0] & 0xFF;
        int second = bytes[1] & 0xFF;
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean special = first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2);
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        boolean documentation =
                first == 198 && second == 51 && bytes[2] == 100 || first == 203 && second == 0 && bytes[2] == 113;
        return first != 0 && first < 240 && !shared && !special && !benchmark && !documentation;
    }

    /** Only global unicast, without the ranges in which an address of version 4 is hidden or that are for examples. */
    private static boolean isPublic6(byte[] bytes) {
        boolean global = (bytes[0] & 0xE0) == 0x20;
        int prefix = (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        boolean sixToFour = prefix == 0x2002;
        boolean teredo = prefix == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        boolean documentation = prefix == 0x2001 && bytes[2] == 0x0D && (bytes[3] & 0xFF) == 0xB8;
        return global && !sixToFour && !teredo && !documentation;
    }
}
