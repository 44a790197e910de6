// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// One `-D COMMAND PROPERTY VALUE`; with `user-property` the value is a name and a value.
record PropertyOption(String command, String name, String value, @Nullable String second) {
    private static final int MOST = 1000;

    /// Takes three words, or four for a user property.
    static final class Words implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's signature
        public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
            if (words.size() < 3) {
                throw missing(command);
            }
            String packet = words.pop();
            String name = words.pop();
            String value = words.pop();
            String second = null;
            if (name.equals("user-property")) {
                if (words.isEmpty()) {
                    throw missing(command);
                }
                second = words.pop();
            }
            List<PropertyOption> all = new ArrayList<>(earlier(option));
            if (all.size() == MOST) {
                throw new ParameterException(command.commandLine(), "too many -D");
            }
            all.add(new PropertyOption(packet, name, value, second));
            option.setValue(all);
        }

        private static List<PropertyOption> earlier(ArgSpec option) {
            List<PropertyOption> earlier = new ArrayList<>();
            if (option.getValue() instanceof List<?> list) {
                for (Object one : list) {
                    earlier.add((PropertyOption) one);
                }
            }
            return earlier;
        }

        private static ParameterException missing(CommandSpec command) {
            return new ParameterException(
                    command.commandLine(),
                    "-D takes COMMAND PROPERTY VALUE, or COMMAND user-property NAME VALUE");
        }
    }
}
