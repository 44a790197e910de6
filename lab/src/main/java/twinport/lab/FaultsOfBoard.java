// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.List;
import twinport.board.fault.Faults;

/// The faults of a board, for those who know labs and no boards.
record FaultsOfBoard(Faults faults) implements BoardFaults {
    @Override
    public List<String> active() {
        return faults.active();
    }

    @Override
    public void apply(String fault) {
        faults.apply(fault);
    }

    @Override
    public void mend(String target) {
        faults.mend(target);
    }
}
