// SPDX-License-Identifier: MIT
package twinport.cli.doctor;

/// What was found of one thing.
///
/// @param what was looked at
/// @param found what there is
/// @param effect what does not work; empty where all is well
/// @param remedy how to get it; empty where all is well
record Diagnosis(String what, State state, String found, String effect, String remedy) {
    enum State {
        OK,
        /// Something that is not needed by everybody does not work.
        MISSING,
        /// `twinport up` does not work as it stands.
        BAD
    }

    static Diagnosis fine(String what, String found) {
        return new Diagnosis(what, State.OK, found, "", "");
    }

    static Diagnosis missing(String what, String found, String effect, String remedy) {
        return new Diagnosis(what, State.MISSING, found, effect, remedy);
    }

    static Diagnosis bad(String what, String found, String effect, String remedy) {
        return new Diagnosis(what, State.BAD, found, effect, remedy);
    }
}
