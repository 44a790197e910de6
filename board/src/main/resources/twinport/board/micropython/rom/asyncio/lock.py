# SPDX-License-Identifier: MIT
from . import core
from .event import _turn


class Lock:
    # `state` is 0 when free, 1 when taken, and the task that takes it next once it was let go.
    def __init__(self):
        self.state = 0
        self.waiting = core.TaskQueue()

    def locked(self):
        return self.state == 1

    def release(self):
        if self.state != 1:
            raise RuntimeError("Lock not acquired")
        if self.waiting.peek():
            self.state = self.waiting.pop()
            core._task_queue.push(self.state)
        else:
            self.state = 0

    async def acquire(self):
        if self.state != 0:
            self.waiting.push(core.current_task())
            try:
                await _turn()
            except core.CancelledError:
                if self.state is core.current_task():
                    self.state = 1
                    self.release()
                raise
        self.state = 1
        return True

    async def __aenter__(self):
        return await self.acquire()

    async def __aexit__(self, *args):
        self.release()
