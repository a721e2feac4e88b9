package io.github.h11j.explorer.teavm.emul.java.lang.invoke;

import java.nio.ByteOrder;

/**
 * {@code java.lang.invoke.VarHandle}, as far as the library uses it. What javac makes of
 * {@code (long) WORD.get(bytes, index)} is a call of {@code VarHandle.get([BI)J}: an ordinary method with that descriptor is
 * enough.
 */
public final class TVarHandle {

    private TVarHandle() {}

    /** Stands in for the method of the same name of MethodHandles: see CorePlugin. */
    public static TVarHandle byteArrayViewVarHandle(Class<?> viewArrayClass, ByteOrder order) {
        return new TVarHandle();
    }

    public long get(byte[] bytes, int index) {
        int low = (bytes[index] & 0xFF)
                | (bytes[index + 1] & 0xFF) << 8
                | (bytes[index + 2] & 0xFF) << 16
                | bytes[index + 3] << 24;
        int high = (bytes[index + 4] & 0xFF)
                | (bytes[index + 5] & 0xFF) << 8
                | (bytes[index + 6] & 0xFF) << 16
                | bytes[index + 7] << 24;
        return (low & 0xFFFFFFFFL) | (long) high << 32;
    }
}
