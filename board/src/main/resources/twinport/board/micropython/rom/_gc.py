# SPDX-License-Identifier: MIT
# The module gc. The machine's own collect() only notes the wish until the outermost program ends;
# this one collects at once.
from gc import *
import _host


def collect():
    _host.collect()
    return 0
