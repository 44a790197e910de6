# SPDX-License-Identifier: MIT
from . import core


class Event:
    def __init__(self):
        self.state = False
        self.waiting = core.TaskQueue()

    def is_set(self):
        return self.state

    def set(self):
        while self.waiting.peek():
            core._task_queue.push(self.waiting.pop())
        self.state = True

    def clear(self):
        self.state = False

    async def wait(self):
        if not self.state:
            self.waiting.push(core.current_task())
            await _turn()
        return True


class _Turn:
    # Gives the turn away; something else holds the task until it goes on.
    def __init__(self):
        self._given = False

    def __iter__(self):
        return self

    __await__ = __iter__

    def __next__(self):
        if self._given:
            raise StopIteration
        self._given = True


_turn = _Turn


class ThreadSafeFlag:
    # May be set from a handler of an interrupt.
    def __init__(self):
        self.state = 0

    def ioctl(self, request, flags):
        return self.state * flags if request == 3 else -22

    def set(self):
        self.state = 1

    def clear(self):
        self.state = 0

    async def wait(self):
        if not self.state:
            core._io_queue.queue_read(self)
            await _turn()
        self.state = 0
