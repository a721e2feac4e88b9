package io.github.h11j;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The bytes of heap that an object alone keeps: all that it reaches but what another of its kind reaches too (constants,
 * the policy, shared strings). Sizes are those of a 64-bit JVM with compressed references.
 */
final class Retained {

    private static final int REFERENCE = 4;
    private static final int OBJECT_HEADER = 12;
    private static final int ARRAY_HEADER = 16;

    private Retained() {}

    /** What the first keeps; the second is of the same kind, made from other bytes. */
    static long by(Object object, Object other) {
        Set<Object> shared = reached(other);
        long size = 0;
        for (Object each : reached(object)) {
            size += shared.contains(each) ? 0 : size(each);
        }
        return size;
    }

    private static Set<Object> reached(Object root) {
        Set<Object> reached = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Object next = open.remove();
            if (reached.add(next)) {
                addReferences(next, open);
            }
        }
        return reached;
    }

    private static void addReferences(Object from, Deque<Object> open) {
        if (from instanceof Object[] array) {
            for (Object element : array) {
                if (element != null) {
                    open.add(element);
                }
            }
        } else if (isOurs(from)) {
            for (Class<?> type = from.getClass(); type != null; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    Object value = Modifier.isStatic(field.getModifiers()) ? null : value(field, from);
                    if (value != null && !field.getType().isPrimitive()) {
                        open.add(value);
                    }
                }
            }
        }
    }

    private static Object value(Field field, Object of) {
        try {
            if (field.getDeclaringClass().getName().startsWith("java.")) {
                return null;
            }
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOurs(Object object) {
        return object.getClass().getPackageName().equals(Retained.class.getPackageName());
    }

    private static long size(Object object) {
        Class<?> type = object.getClass();
        if (type.isArray()) {
            return aligned(ARRAY_HEADER + (long) Array.getLength(object) * width(type.getComponentType()));
        }
        if (object instanceof String text) {
            return 24 + aligned((long) ARRAY_HEADER + text.length());
        }
        if (object instanceof ByteBuffer buffer) {
            return 64L + buffer.capacity();
        }
        if (!isOurs(object)) {
            throw new AssertionError("whose size is not known: " + type);
        }
        long size = OBJECT_HEADER;
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                size += Modifier.isStatic(field.getModifiers()) ? 0 : width(field.getType());
            }
        }
        return aligned(size);
    }

    private static int width(Class<?> type) {
        if (!type.isPrimitive()) {
            return REFERENCE;
        }
        return type == long.class || type == double.class
                ? 8
                : type == int.class ? 4 : type == char.class || type == short.class ? 2 : 1;
    }

    private static long aligned(long size) {
        return (size + 7) & ~7;
    }
}
