# SPDX-License-Identifier: MIT
# Says something and leaves the board at its prompt.
print("at the prompt")
