package dev.agentloop.sandbox.linux;

import java.util.List;

/** Runs a filter as the kernel would, written from the description of classic BPF and independent of the assembler. */
final class BpfInterpreter {
    private BpfInterpreter() {}

    static String run(List<BpfProgram.Instruction> program, int architecture, int number, long... arguments) {
        int accumulator = 0;
        int at = 0;
        while (true) {
            BpfProgram.Instruction instruction = program.get(at++);
            int value = instruction.value();
            switch (instruction.code()) {
                case 0x20 -> accumulator = load(value, architecture, number, arguments);
                case 0x54 -> accumulator &= value;
                case 0x15 -> at += accumulator == value ? instruction.ifTrue() : instruction.ifFalse();
                case 0x35 ->
                    at += Integer.compareUnsigned(accumulator, value) >= 0
                            ? instruction.ifTrue()
                            : instruction.ifFalse();
                case 0x45 -> at += (accumulator & value) != 0 ? instruction.ifTrue() : instruction.ifFalse();
                case 0x06 -> {
                    return answer(value);
                }
                default -> throw new AssertionError("unknown code " + instruction.code());
            }
        }
    }

    private static int load(int offset, int architecture, int number, long[] arguments) {
        if (offset == 0) {
            return number;
        }
        if (offset == 4) {
            return architecture;
        }
        int index = (offset - 16) / 8;
        return index < arguments.length ? (int) arguments[index] : 0;
    }

    private static String answer(int value) {
        return switch (value) {
            case 0x7FFF0000 -> "ALLOW";
            case 0x80000000 -> "KILL";
            case 0x00050001 -> "EPERM";
            case 0x00050026 -> "ENOSYS";
            default -> Integer.toHexString(value);
        };
    }
}
