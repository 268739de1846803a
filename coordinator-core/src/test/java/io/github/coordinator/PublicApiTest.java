package io.github.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.coordinator.config.RunConfig;
import io.github.coordinator.round.Round;
import io.github.coordinator.runfile.RunConfigLoader;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * All that is public, in one file, so that each change of it is seen in review. {@code -Dapi.rewrite=true} takes a change
 * over.
 */
class PublicApiTest {
    private static final Path FILE = Path.of("src", "test", "resources", "api.txt");

    /** A class of each package that the module exports. */
    private static final List<Class<?>> EXPORTED =
            List.of(Coordinator.class, RunConfig.class, Round.class, RunConfigLoader.class);

    @Test
    void isWhatTheFileSays() throws Exception {
        List<String> api = new ArrayList<>();
        for (Class<?> type : publicTypes()) {
            describe(type, api);
        }
        if (Boolean.getBoolean("api.rewrite")) {
            assertThat(System.getenv("CI"))
                    .as("a build server rewrites nothing")
                    .isNull();
            Files.write(FILE, api);
        }
        assertThat(api)
                .as("the public API; -Dapi.rewrite=true takes the change over")
                .isEqualTo(Files.readAllLines(FILE));
    }

    @Test
    void saysSinceWhen() throws Exception {
        Map<String, Integer> types = new TreeMap<>();
        publicTypes().forEach(type -> types.merge(type.getNestHost().getName(), 1, Integer::sum));
        for (Map.Entry<String, Integer> file : types.entrySet()) {
            Path source = Path.of("src", "main", "java", file.getKey().replace('.', '/') + ".java");
            int said = Files.readString(source).split("@since ", -1).length - 1;
            assertThat(said).as("@since in %s", source).isEqualTo(file.getValue());
        }
    }

    private static List<Class<?>> publicTypes() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (Class<?> exported : EXPORTED) {
            try (Stream<Path> files = Files.list(classes(exported))) {
                for (Path file : files.sorted().toList()) {
                    String name = file.getFileName().toString();
                    if (name.endsWith(".class") && !name.equals("package-info.class")) {
                        Class<?> type = Class.forName(
                                exported.getPackageName() + "." + name.substring(0, name.length() - ".class".length()));
                        if (isPublic(type)) {
                            types.add(type);
                        }
                    }
                }
            }
        }
        return types;
    }

    private static Path classes(Class<?> exported) throws URISyntaxException {
        return Path.of(exported.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(exported.getPackageName().replace('.', '/'));
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static void describe(Class<?> type, List<String> api) {
        // Newer JDKs name it in the text of the type.
        String sealed = type.isSealed() ? "sealed " : "";
        api.add(sealed + withoutPackages(type.toGenericString()).replace("sealed ", "") + ancestors(type));
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field)) {
                members.add(field.toGenericString());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor)) {
                members.add(constructor.toGenericString());
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method) && !isOfEveryRecordOrEnum(method)) {
                members.add(method.toGenericString());
            }
        }
        String owner = " " + withoutPackages(type.getTypeName()) + ".";
        members.stream()
                .map(member -> withoutPackages(member).replace(owner, " "))
                .sorted()
                .forEach(member -> api.add("    " + member));
    }

    private static String ancestors(Class<?> type) {
        List<String> all = new ArrayList<>();
        Class<?> parent = type.getSuperclass();
        if (parent != null && parent != Object.class && parent != Record.class && parent != Enum.class) {
            all.add("extends " + type.getGenericSuperclass().getTypeName());
        }
        Arrays.stream(type.getGenericInterfaces())
                .map(each -> "implements " + each.getTypeName())
                .sorted()
                .forEach(all::add);
        return all.isEmpty() ? "" : " " + withoutPackages(String.join(" ", all));
    }

    private static boolean isVisible(Member member) {
        boolean isOfCompiler = member.isSynthetic();
        return !isOfCompiler && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    private static boolean isOfEveryRecordOrEnum(Executable method) {
        boolean isOfObject = List.of("equals", "hashCode", "toString").contains(method.getName());
        boolean isOfEnum = List.of("values", "valueOf").contains(method.getName());
        Class<?> owner = method.getDeclaringClass();
        return isOfObject && owner.isRecord() || isOfEnum && owner.isEnum();
    }

    private static String withoutPackages(String signature) {
        return signature.replaceAll("\\b([a-z]+\\.)+(?=[A-Z])", "");
    }
}
