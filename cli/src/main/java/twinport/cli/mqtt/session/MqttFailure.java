// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import org.jspecify.annotations.Nullable;
import twinport.cli.Exit;

/// Why a command could not do its work: what happened and where, and what to do about it.
public final class MqttFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// The exit codes of the MQTT commands.
    public enum Kind {
        USAGE(Exit.USAGE),
        CONNECT(Exit.CONNECT),
        TLS(Exit.TLS),
        REFUSED(Exit.REFUSED),
        /// What mosquitto_sub exits with when -W ends it.
        TIMEOUT(Exit.TIMEOUT);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;
    private final String what;
    private final String hint;

    public MqttFailure(Kind kind, String what, String hint) {
        this(kind, what, hint, null);
    }

    public MqttFailure(Kind kind, String what, String hint, @Nullable Throwable cause) {
        super(what, cause);
        this.kind = kind;
        this.what = what;
        this.hint = hint;
    }

    public static MqttFailure usage(String what, String hint) {
        return new MqttFailure(Kind.USAGE, what, hint);
    }

    public Kind kind() {
        return kind;
    }

    public String what() {
        return what;
    }

    public String hint() {
        return hint;
    }
}
