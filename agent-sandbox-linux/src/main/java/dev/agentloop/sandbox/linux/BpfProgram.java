package dev.agentloop.sandbox.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic BPF program over the kernel's {@code seccomp_data}: number at 0, architecture at 4, six 64-bit arguments from 16.
 * Every rule is a block that is skipped as a whole, so that jumps stay within their eight bits.
 */
final class BpfProgram {
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;

    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCHITECTURE = 4;
    private static final int OFFSET_ARGUMENTS = 16;
    private static final int ARGUMENT_BYTES = 8;
    private static final int INSTRUCTION_BYTES = 8;

    static final int KILL_PROCESS = 0x80000000;
    static final int ALLOW = 0x7FFF0000;
    private static final int ERRNO = 0x00050000;

    private final List<Instruction> instructions = new ArrayList<>();

    /** One {@code sock_filter}. */
    record Instruction(int code, int ifTrue, int ifFalse, int value) {}

    /** Something that must hold of an argument's low 32 bits for a rule to apply; the kernel ignores the others too. */
    sealed interface Condition {
        int argument();

        /** Any of the bits is set. */
        record AnyBit(int argument, int bits) implements Condition {}

        /** After masking it equals the value. */
        record Equals(int argument, int mask, int value) implements Condition {}

        /** After masking it equals none of the values. */
        record NoneOf(int argument, int mask, List<Integer> values) implements Condition {}
    }

    static int errno(int number) {
        return ERRNO | number;
    }

    /** Ends processes of another architecture: its call numbers mean other calls. Then loads the number. */
    void requireArchitecture(int auditNumber) {
        add(LOAD_WORD, 0, 0, OFFSET_ARCHITECTURE);
        add(JUMP_IF_EQUAL, 1, 0, auditNumber);
        add(RETURN, 0, 0, KILL_PROCESS);
        add(LOAD_WORD, 0, 0, OFFSET_NUMBER);
    }

    /** Answers for every number from the given one on. */
    void answerFrom(int firstNumber, int action) {
        add(JUMP_IF_GREATER_OR_EQUAL, 0, 1, firstNumber);
        add(RETURN, 0, 0, action);
    }

    /** Answers a call if all conditions hold; otherwise later rules are asked. */
    void answer(int number, int action, Condition... conditions) {
        List<Instruction> block = new ArrayList<>();
        int length = 1;
        for (Condition condition : conditions) {
            length += size(condition);
        }
        for (Condition condition : conditions) {
            append(block, condition, length);
        }
        block.add(new Instruction(RETURN, 0, 0, action));
        if (conditions.length > 0) {
            block.add(new Instruction(LOAD_WORD, 0, 0, OFFSET_NUMBER));
        }
        add(JUMP_IF_EQUAL, 0, block.size(), number);
        instructions.addAll(block);
    }

    void allowTheRest() {
        add(RETURN, 0, 0, ALLOW);
    }

    List<Instruction> instructions() {
        return List.copyOf(instructions);
    }

    byte[] toBytes() {
        ByteBuffer buffer =
                ByteBuffer.allocate(instructions.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Instruction instruction : instructions) {
            buffer.putShort((short) instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.value());
        }
        return buffer.array();
    }

    /** Appends the test; a failed one jumps behind the return at {@code end - 1}. */
    private static void append(List<Instruction> block, Condition condition, int end) {
        block.add(new Instruction(LOAD_WORD, 0, 0, OFFSET_ARGUMENTS + ARGUMENT_BYTES * condition.argument()));
        if (condition instanceof Condition.AnyBit bits) {
            block.add(new Instruction(JUMP_IF_ANY_BIT, 0, end - block.size() - 1, bits.bits()));
        } else if (condition instanceof Condition.Equals equal) {
            block.add(new Instruction(AND, 0, 0, equal.mask()));
            block.add(new Instruction(JUMP_IF_EQUAL, 0, end - block.size() - 1, equal.value()));
        } else if (condition instanceof Condition.NoneOf none) {
            block.add(new Instruction(AND, 0, 0, none.mask()));
            for (int value : none.values()) {
                block.add(new Instruction(JUMP_IF_EQUAL, end - block.size() - 1, 0, value));
            }
        }
    }

    private static int size(Condition condition) {
        if (condition instanceof Condition.AnyBit) {
            return 2;
        }
        return condition instanceof Condition.NoneOf none ? 2 + none.values().size() : 3;
    }

    private void add(int code, int ifTrue, int ifFalse, int value) {
        instructions.add(new Instruction(code, ifTrue, ifFalse, value));
    }
}
