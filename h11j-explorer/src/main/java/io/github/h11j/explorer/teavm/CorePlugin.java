package io.github.h11j.explorer.teavm;

import io.github.h11j.HttpVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.FieldReference;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ConstructInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Sends calls of methods that TeaVM's classes lack, or that bring much with them, to {@link Emulated}. A substitution alone
 * cannot do it: it replaces whole classes, and only those that TeaVM does not have.
 */
public final class CorePlugin implements TeaVMPlugin, ClassHolderTransformer {

    private static final String STRING = "java.lang.String";
    private static final FieldReference LATIN_1 = new FieldReference(Emulated.class.getName(), "LATIN_1");

    @Override
    public void install(TeaVMHost host) {
        host.add(this);
    }

    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
        if (!type.getName().startsWith("io.github.h11j.")) {
            return;
        }
        if ("java.lang.Record".equals(type.getParent()) && !type.getName().equals(HttpVersion.class.getName())) {
            withoutEquality(type);
        }
        for (MethodHolder method : type.getMethods()) {
            if (method.getProgram() != null) {
                transform(method.getProgram());
            }
        }
    }

    /**
     * The methods by which javac compares records are 2 kB of the compressed page, and nothing in it compares a record with an
     * equal one or has it as a key, but for versions. The recorded cases, replayed in the file, show that nothing is missing.
     */
    private static void withoutEquality(ClassHolder type) {
        for (MethodHolder method : List.copyOf(type.getMethods())) {
            String signature = method.getName() + method.getDescriptor().signatureToString();
            if (signature.equals("equals(Ljava/lang/Object;)Z") || signature.equals("hashCode()I")) {
                type.removeMethod(method);
            }
        }
    }

    private static void transform(Program program) {
        Set<Variable> made = new HashSet<>();
        for (BasicBlock block : program.getBasicBlocks()) {
            for (Instruction instruction : block) {
                if (instruction instanceof InvokeInstruction call) {
                    transform(call, made);
                } else if (instruction instanceof GetFieldInstruction get) {
                    transform(get);
                }
            }
        }
        for (BasicBlock block : program.getBasicBlocks()) {
            for (Instruction instruction : block) {
                if (instruction instanceof ConstructInstruction construct && made.contains(construct.getReceiver())) {
                    construct.delete();
                }
            }
        }
    }

    /** Charsets and locales are large; all that is asked for here is ISO-8859-1 and no locale. */
    private static void transform(GetFieldInstruction get) {
        String owner = get.getField().getClassName();
        String name = get.getField().getFieldName();
        boolean latin1 = owner.equals("java.nio.charset.StandardCharsets") && name.equals("ISO_8859_1");
        boolean root = owner.equals("java.util.Locale") && name.equals("ROOT");
        if (latin1 || root) {
            get.setField(LATIN_1);
            get.setFieldType(ValueType.object(STRING));
        }
    }

    private static void transform(InvokeInstruction call, Set<Variable> made) {
        MethodReference method = call.getMethod();
        String signature = method.getName() + method.getDescriptor().signatureToString();
        if (method.getName().equals("byteArrayViewVarHandle")) {
            call.setMethod(new MethodReference("java.lang.invoke.VarHandle", method.getDescriptor()));
        } else if (method.getClassName().equals(STRING)) {
            switch (signature) {
                case "getBytes(II[BI)V" ->
                    callStatic(
                            call, "getBytes", String.class, int.class, int.class, byte[].class, int.class, void.class);
                case "getBytes(Ljava/nio/charset/Charset;)[B" ->
                    callStatic(call, "getBytes", String.class, String.class, byte[].class);
                case "split(Ljava/lang/String;I)[Ljava/lang/String;" ->
                    callStatic(call, "split", String.class, String.class, int.class, String[].class);
                case "equalsIgnoreCase(Ljava/lang/String;)Z" ->
                    callStatic(call, "equalsIgnoreCase", String.class, String.class, boolean.class);
                case "strip()Ljava/lang/String;" -> callStatic(call, "strip", String.class, String.class);
                case "toLowerCase(Ljava/util/Locale;)Ljava/lang/String;" ->
                    callStatic(call, "toLowerCase", String.class, String.class, String.class);
                case "<init>([BIILjava/nio/charset/Charset;)V" ->
                    make(call, made, byte[].class, int.class, int.class, String.class, String.class);
                case "<init>([BLjava/nio/charset/Charset;)V" ->
                    make(call, made, byte[].class, String.class, String.class);
                default -> {
                    // TeaVM's own is good, and small enough
                }
            }
        }
    }

    /** The string itself becomes the first argument. */
    private static void callStatic(InvokeInstruction call, String name, Class<?>... signature) {
        List<Variable> arguments = new ArrayList<>();
        arguments.add(call.getInstance());
        arguments.addAll(call.getArguments());
        redirect(call, name, arguments, signature);
    }

    /** What was constructed is returned. */
    private static void make(InvokeInstruction call, Set<Variable> made, Class<?>... signature) {
        made.add(call.getInstance());
        call.setReceiver(call.getInstance());
        redirect(call, "text", new ArrayList<>(call.getArguments()), signature);
    }

    private static void redirect(InvokeInstruction call, String name, List<Variable> arguments, Class<?>... signature) {
        call.setInstance(null);
        call.setType(InvocationType.SPECIAL);
        call.setMethod(new MethodReference(Emulated.class, name, signature));
        call.setArguments(arguments.toArray(new Variable[0]));
    }
}
