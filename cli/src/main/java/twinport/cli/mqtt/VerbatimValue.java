// SPDX-License-Identifier: MIT
package twinport.cli.mqtt;

import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Takes the next word as it is, also when it looks like a flag: `-m -t` publishes "-t".
final class VerbatimValue implements IParameterConsumer {
    @Override
    @SuppressWarnings("JdkObsolete") // picocli's signature
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
        if (words.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "a value is missing, after " + option);
        }
        option.setValue(words.pop());
    }
}
