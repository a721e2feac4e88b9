package io.github.h11j.examples.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value: an object, an array, a text, a number, a boolean or null. Objects and arrays can be changed. Reading a
 * member that does not exist is not an error: it returns a value that is null.
 *
 * <p>The maps, lists and simple values inside are those of jackson-jr, which reads and writes them.
 */
public final class JsonTree implements Iterable<JsonTree> {

    private static final JSON LIBRARY = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private final @Nullable Object value;

    private JsonTree(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Creates an object without members.
     *
     * @return a new one
     */
    public static JsonTree object() {
        return new JsonTree(new LinkedHashMap<String, Object>());
    }

    /**
     * Creates an array without elements.
     *
     * @return a new one
     */
    public static JsonTree array() {
        return new JsonTree(new ArrayList<Object>());
    }

    /**
     * Reads a text.
     *
     * @param text one JSON value
     * @return the value
     * @throws IllegalArgumentException if it is not JSON
     */
    public static JsonTree parse(String text) {
        try {
            return new JsonTree(LIBRARY.anyFrom(text));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("a text can always be read", e);
        }
    }

    /**
     * Adds a member to an object, or replaces it.
     *
     * @param name its name
     * @param member a {@code JsonTree}, {@code String}, {@code Number}, {@code Boolean} or null
     * @return this object
     * @throws IllegalStateException if this is not an object
     */
    public JsonTree put(String name, @Nullable Object member) {
        if (!(value instanceof Map)) {
            throw new IllegalStateException("not an object: " + this);
        }
        members().put(name, unwrapped(member));
        return this;
    }

    /**
     * Adds an element to the end of an array.
     *
     * @param element a {@code JsonTree}, {@code String}, {@code Number}, {@code Boolean} or null
     * @return this array
     * @throws IllegalStateException if this is not an array
     */
    public JsonTree add(@Nullable Object element) {
        if (!(value instanceof List)) {
            throw new IllegalStateException("not an array: " + this);
        }
        elements().add(unwrapped(element));
        return this;
    }

    private static @Nullable Object unwrapped(@Nullable Object part) {
        return part instanceof JsonTree tree ? tree.value : part;
    }

    @SuppressWarnings("unchecked") // the keys of all maps are strings: they are made above, or by jackson-jr
    private Map<String, @Nullable Object> members() {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked")
    private List<@Nullable Object> elements() {
        return value instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    /**
     * Returns a member of an object.
     *
     * @param name its name
     * @return the member; null as a JSON value if it does not exist, or if this is not an object
     */
    public JsonTree get(String name) {
        return new JsonTree(members().get(name));
    }

    /**
     * Returns an element of an array.
     *
     * @param index counted from 0
     * @return the element; null as a JSON value if it does not exist, or if this is not an array
     */
    public JsonTree get(int index) {
        return new JsonTree(index < elements().size() ? elements().get(index) : null);
    }

    /**
     * Returns whether an object has a member.
     *
     * @param name its name
     * @return true even if the member is null
     */
    public boolean has(String name) {
        return members().containsKey(name);
    }

    /**
     * Returns how many elements an array has.
     *
     * @return 0 if this is not an array
     */
    public int size() {
        return elements().size();
    }

    /** Returns the elements of an array; none if this is not an array. */
    @Override
    public Iterator<JsonTree> iterator() {
        return elements().stream().map(JsonTree::new).iterator();
    }

    /**
     * Returns whether this is a number.
     *
     * @return false for a text with digits
     */
    public boolean isNumber() {
        return value instanceof Number;
    }

    /**
     * Returns a simple value as text.
     *
     * @return empty for null
     */
    public String text() {
        return text("");
    }

    /**
     * Returns a simple value as text.
     *
     * @param otherwise what to return for null
     * @return the text
     */
    public String text(String otherwise) {
        return Objects.toString(value, otherwise);
    }

    /**
     * Returns a number.
     *
     * @param otherwise what to return if this is not a number
     * @return the number, without a fraction
     */
    public int number(int otherwise) {
        return value instanceof Number number ? number.intValue() : otherwise;
    }

    /**
     * Returns the value as JSON on several lines.
     *
     * @return without a line break at the end
     */
    public String pretty() {
        return written(LIBRARY.with(JSON.Feature.PRETTY_PRINT_OUTPUT));
    }

    /** Returns the value as JSON on one line. */
    @Override
    public String toString() {
        return written(LIBRARY);
    }

    private String written(JSON json) {
        try {
            return json.asString(value);
        } catch (IOException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
