// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One running broker for all test classes that want one: a start costs seconds.
final class SharedLab implements ParameterResolver, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(SharedLab.class);

    private record Running(Path folder, LabFixture lab) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            lab.close();
            try (Stream<Path> walk = Files.walk(folder)) {
                List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LabFixture.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return lab(context);
    }

    /// Rights as at the start, and nothing left from the test before.
    @Override
    public void beforeEach(ExtensionContext context) {
        LabFixture lab = lab(context);
        lab.settle();
        lab.broker.rights(LabFixture.RIGHTS);
    }

    private static LabFixture lab(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, key -> start(), Running.class)
                .lab();
    }

    private static Running start() {
        try {
            Path folder = Files.createTempDirectory("twinport-broker");
            return new Running(folder, LabFixture.started(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
