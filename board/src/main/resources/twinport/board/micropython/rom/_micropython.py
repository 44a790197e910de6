# SPDX-License-Identifier: MIT
# The module micropython. Scheduled functions run where handlers of interrupts run.
from micropython import *
from _irq import schedule


def alloc_emergency_exception_buf(size):
    pass
