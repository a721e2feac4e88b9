package io.github.h11j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Loads the core anew and counts what it does: each call, each turn of a loop, and each byte that is copied or cleared. The
 * count depends on nothing but the input, so that it can be compared where times cannot.
 */
public final class WorkCounter extends ClassLoader {

    /** Counted by what is loaded. */
    static long work;

    private static final String PACKAGE = "io.github.h11j.";
    private static final String COUNTER = "io/github/h11j/WorkCounter";

    WorkCounter() {
        super(WorkCounter.class.getClassLoader());
    }

    /** Called by what is loaded. */
    public static void add(int units) {
        work += units;
    }

    /** Called by what is loaded, with what a method of the JDK returned. */
    public static void add(String made) {
        work += made == null ? 0 : made.length();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE) || name.equals(WorkCounter.class.getName())) {
            return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
            return loaded;
        }
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            byte[] counting = isOfCore(name) ? counting(bytes) : bytes;
            return defineClass(name, counting, 0, counting.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOfCore(String name) {
        String path = name.replace('.', '/') + ".class";
        return String.valueOf(getResource(path))
                .startsWith(String.valueOf(Connection.class.getResource("Connection.class"))
                        .replace("Connection.class", ""));
    }

    private static byte[] counting(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Counting(super.visitMethod(access, name, descriptor, signature, exceptions));
                    }
                },
                0);
        return writer.toByteArray();
    }

    private static final class Counting extends MethodVisitor {

        private final Set<Label> passed = new HashSet<>();

        private Counting(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        private void count(String descriptor) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, COUNTER, "add", descriptor, false);
        }

        @Override
        public void visitCode() {
            super.visitCode();
            super.visitInsn(Opcodes.ICONST_1);
            count("(I)V");
        }

        @Override
        public void visitLabel(Label label) {
            super.visitLabel(label);
            passed.add(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (passed.contains(label)) {
                super.visitInsn(Opcodes.ICONST_1);
                count("(I)V");
            }
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                super.visitInsn(Opcodes.DUP);
                count("(I)V");
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean copies = owner.equals("java/lang/System") && name.equals("arraycopy");
            boolean decodes =
                    owner.equals("java/lang/String") && name.equals("<init>") && descriptor.startsWith("([BII");
            if (copies) {
                super.visitInsn(Opcodes.DUP);
                count("(I)V");
            } else if (decodes) {
                super.visitInsn(Opcodes.DUP2);
                super.visitInsn(Opcodes.POP);
                count("(I)V");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (owner.startsWith("java/") && descriptor.endsWith(")Ljava/lang/String;")) {
                super.visitInsn(Opcodes.DUP);
                count("(Ljava/lang/String;)V");
            } else if (owner.startsWith("java/") && (descriptor.endsWith(")[B") || descriptor.endsWith(")[I"))) {
                super.visitInsn(Opcodes.DUP);
                super.visitInsn(Opcodes.ARRAYLENGTH);
                count("(I)V");
            }
        }
    }
}
