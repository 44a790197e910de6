// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import com.hivemq.logging.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import twinport.pki.PrivateFiles;

/// HiveMQ's own log: a file of bounded size, nothing on the terminal. What the library tells only
/// there (messages dropped, connections that failed before CONNECT) is handed on from here.
final class BrokerLog implements AutoCloseable {
    private static final long MOST_BYTES = 5_000_000;

    /// Client ids and topics are others' words: a line break in them must not begin a line of ours.
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{20} %replace(%msg){'[\\p{Cntrl}]','?'}%n"
                    + "%ex{8}";

    private static final List<String> EVENTS =
            List.of(EventLog.EVENT_MESSAGE_DROPPED, EventLog.EVENT_CLIENT_DISCONNECTED);

    /// One line of the library's event log.
    ///
    /// @param arguments what stands in the places of the format
    record Line(String logger, String format, List<String> arguments) {}

    private final LoggerContext context;
    private final RollingFileAppender<ILoggingEvent> file;
    private final AppenderBase<ILoggingEvent> ear;

    BrokerLog(Path path, Consumer<Line> events) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(path + " is no file");
        }
        PrivateFiles.folder(folder);
        context = (LoggerContext) LoggerFactory.getILoggerFactory();
        quiet();
        file = file(path);
        ear =
                new AppenderBase<>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        events.accept(line(event));
                    }
                };
        ear.setContext(context);
        ear.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(file);
        for (String name : EVENTS) {
            Logger logger = context.getLogger(name);
            logger.setLevel(Level.DEBUG);
            logger.addAppender(ear);
        }
    }

    private void quiet() {
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        context.getLogger("jetbrains.exodus").setLevel(Level.WARN);
        context.getLogger("oshi").setLevel(Level.ERROR);
    }

    private RollingFileAppender<ILoggingEvent> file(Path path) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(path.toString());
        FixedWindowRollingPolicy window = new FixedWindowRollingPolicy();
        window.setContext(context);
        window.setParent(appender);
        window.setFileNamePattern(path + ".%i");
        window.setMinIndex(1);
        window.setMaxIndex(1);
        window.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(MOST_BYTES));
        size.start();
        appender.setRollingPolicy(window);
        appender.setTriggeringPolicy(size);
        appender.start();
        return appender;
    }

    private static Line line(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        return new Line(
                event.getLoggerName(),
                event.getMessage(),
                arguments == null
                        ? List.of()
                        : List.of(arguments).stream().map(String::valueOf).toList());
    }

    @Override
    public void close() {
        for (String name : EVENTS) {
            context.getLogger(name).detachAppender(ear);
        }
        context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(file);
        ear.stop();
        file.stop();
    }
}
