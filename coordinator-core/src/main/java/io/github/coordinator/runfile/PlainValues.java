package io.github.coordinator.runfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Values of a file without the parser's own types: tables as maps and arrays as lists, in the order of the file. */
final class PlainValues {
    private PlainValues() {}

    static Object of(Object value) {
        if (value instanceof TomlTable table) {
            Map<String, Object> map = new LinkedHashMap<>();
            table.entrySet().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
            return map;
        }
        if (value instanceof TomlArray array) {
            List<Object> list = new ArrayList<>(array.size());
            for (int index = 0; index < array.size(); index++) {
                list.add(of(array.get(index)));
            }
            return list;
        }
        return value;
    }
}
