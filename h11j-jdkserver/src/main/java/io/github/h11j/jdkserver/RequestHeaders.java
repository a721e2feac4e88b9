package io.github.h11j.jdkserver;

import com.sun.net.httpserver.Headers;
import io.github.h11j.Headers.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a request: {@link Headers} that cannot be changed. JDK 17 has no public class for that. */
final class RequestHeaders extends Headers {

    RequestHeaders(io.github.h11j.Headers fields) {
        for (Field field : fields) {
            super.add(field.name(), field.value());
        }
        for (String name : List.copyOf(super.keySet())) {
            super.put(name, List.copyOf(super.get(name)));
        }
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("the fields of a request cannot be changed");
    }

    @Override
    public void add(String name, String value) {
        throw refusal();
    }

    @Override
    public void set(String name, String value) {
        throw refusal();
    }

    @Override
    public List<String> put(String name, List<String> values) {
        throw refusal();
    }

    @Override
    public List<String> remove(Object name) {
        throw refusal();
    }

    @Override
    public void putAll(Map<? extends String, ? extends List<String>> fields) {
        throw refusal();
    }

    @Override
    public void clear() {
        throw refusal();
    }

    @Override
    public Set<String> keySet() {
        return Collections.unmodifiableSet(super.keySet());
    }

    @Override
    public Collection<List<String>> values() {
        return Collections.unmodifiableCollection(super.values());
    }

    @Override
    public Set<Map.Entry<String, List<String>>> entrySet() {
        return Collections.unmodifiableMap(toMap()).entrySet();
    }

    private Map<String, List<String>> toMap() {
        Map<String, List<String>> map = new LinkedHashMap<>();
        super.entrySet().forEach(field -> map.put(field.getKey(), field.getValue()));
        return map;
    }
}
