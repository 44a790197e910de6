// SPDX-License-Identifier: MIT
// What goes on beside the sketch: work that is done whenever it waits and before each loop().
#pragma once

namespace twinport {
using Work = void (*)();
// At most 16 different pieces of work; adding the same one again does nothing.
void in_background(Work work);
void out_of_background(Work work);
void run_background();
bool anything_in_background();
}  // namespace twinport
