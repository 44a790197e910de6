# SPDX-License-Identifier: MIT
# Tasks, the queue of those that wait for a moment, and the loop. A coroutine gives the loop its turn
# by `yield`; what it waits for holds it until then (a queue of tasks, or the poll of a stream).
from time import ticks_ms as ticks, ticks_diff, ticks_add
import select
import sys
import _host


class CancelledError(BaseException):
    pass


class TimeoutError(Exception):
    pass


_exc_context = {"message": "Task exception wasn't retrieved", "exception": None, "future": None}


class TaskQueue:
    # Tasks in the order of their moments; equal moments in the order of arrival.
    def __init__(self):
        self._tasks = []

    def peek(self):
        return self._tasks[0] if self._tasks else None

    def push(self, task, key=None):
        assert isinstance(task, Task)
        task.data = self
        task.ph_key = ticks() if key is None else key
        tasks = self._tasks
        at = len(tasks)
        while at > 0 and ticks_diff(tasks[at - 1].ph_key, task.ph_key) > 0:
            at -= 1
        tasks.insert(at, task)

    push_sorted = push
    push_head = push

    def pop(self):
        return self._tasks.pop(0)

    pop_head = pop

    def remove(self, task):
        if task in self._tasks:
            self._tasks.remove(task)


class Task:
    # `state` is True while it runs and nobody waits for it, a TaskQueue of those who wait, and after
    # the end False, or None when its exception was passed on to nobody yet.
    def __init__(self, coro, globals=None):
        self.coro = coro
        self.data = None
        self.state = True
        self.ph_key = 0

    def __iter__(self):
        if not self.state:
            self.state = False
        elif self.state is True:
            self.state = TaskQueue()
        elif not isinstance(self.state, TaskQueue):
            raise RuntimeError("can't wait")
        return self

    def __next__(self):
        if not self.state:
            if self.data is None:
                raise StopIteration
            raise self.data
        _state.current.data = self.state
        self.state.push(_state.current)
        _state.current.data = self

    def done(self):
        return not self.state

    def cancel(self):
        if not self.state:
            return False
        if self is _state.current:
            raise RuntimeError("can't cancel self")
        task = self
        while isinstance(task.data, Task):
            task = task.data
        if hasattr(task.data, "remove"):
            task.data.remove(task)
            _task_queue.push(task)
        elif ticks_diff(task.ph_key, ticks()) > 0:
            _task_queue.remove(task)
            _task_queue.push(task)
        task.data = CancelledError
        return True


class _State:
    current = None
    handler = None
    stop_task = None


_state = _State
_task_queue = TaskQueue()


class _Once:
    # Waits until a moment; made for one `await`, without a generator of its own.
    def __init__(self, moment):
        self._moment = moment

    def __iter__(self):
        return self

    __await__ = __iter__

    def __next__(self):
        if self._moment is None:
            raise StopIteration
        moment, self._moment = self._moment, None
        _task_queue.push(_state.current, moment)


def sleep_ms(ms):
    return _Once(ticks_add(ticks(), max(0, int(ms))))


def sleep(seconds):
    return sleep_ms(int(seconds * 1000))


class IOQueue:
    def __init__(self):
        self.poller = select.poll()
        self._map = {}  # of a stream: the task that reads, the task that writes, the stream

    def _enqueue(self, stream, at):
        entry = self._map.setdefault(id(stream), [None, None, stream])
        assert entry[at] is None
        entry[at] = _state.current
        self._watch(entry)
        _state.current.data = self

    def _watch(self, entry):
        events = (select.POLLIN if entry[0] else 0) | (select.POLLOUT if entry[1] else 0)
        if events:
            self.poller.register(entry[2], events)
        else:
            self._map.pop(id(entry[2]), None)
            self.poller.unregister(entry[2])

    def queue_read(self, stream):
        self._enqueue(stream, 0)

    def queue_write(self, stream):
        self._enqueue(stream, 1)

    def remove(self, task):
        for entry in list(self._map.values()):
            for at in (0, 1):
                if entry[at] is task:
                    entry[at] = None
                    self._watch(entry)

    def wait_io_event(self, ms):
        if not self._map:
            _host.sleep(max(ms, 0) // 1000, max(ms, 0) % 1000 * 1000)
            return
        for stream, events in self.poller.poll(ms):
            entry = self._map.get(id(stream))
            if entry is None:
                continue
            for at, mask in ((0, ~select.POLLOUT), (1, ~select.POLLIN)):
                if entry[at] and events & mask:
                    task, entry[at] = entry[at], None
                    _task_queue.push(task)
            self._watch(entry)


_io_queue = IOQueue()


def _is_coroutine(coro):
    return hasattr(coro, "send") and not isinstance(coro, type)


def create_task(coro):
    if not hasattr(coro, "send"):
        raise TypeError("coroutine expected")
    task = Task(coro)
    _task_queue.push(task)
    return task


def run_until_complete(main_task=None):
    while True:
        task = _await_next()
        if task is None:
            return None
        _state.current = task
        try:
            cause = task.data
            if cause and isinstance(cause, type) or isinstance(cause, BaseException):
                task.data = None
                task.coro.throw(cause)
            else:
                task.data = None
                task.coro.send(None)
        except (CancelledError, Exception) as e:
            _state.current = None
            if task is main_task:
                if isinstance(e, StopIteration):
                    return e.value
                raise e
            if _end(task, e):
                if task is _state.stop_task:
                    return None
        finally:
            _state.current = None


def _await_next():
    # The next task whose moment has come; None when no task can ever run again.
    while True:
        task = _task_queue.peek()
        ms = -1
        if task:
            ms = max(0, ticks_diff(task.ph_key, ticks()))
        elif not _io_queue._map:
            return None
        if ms != 0 or _io_queue._map:
            _io_queue.wait_io_event(ms)
        task = _task_queue.peek()
        if task and ticks_diff(task.ph_key, ticks()) <= 0:
            return _task_queue.pop()


def _end(task, e):
    waiting = task.state
    task.data = e
    if isinstance(waiting, TaskQueue):
        task.state = False
        while waiting.peek():
            _task_queue.push(waiting.pop())
    elif waiting is True and not isinstance(e, StopIteration):
        task.state = None
        if not isinstance(e, CancelledError):
            _exc_context["exception"] = e
            _exc_context["future"] = task
            Loop.call_exception_handler(_exc_context)
    elif callable(waiting):
        waiting(task, e)
        task.state = False
    else:
        task.state = None
    return True


def run(coro):
    return run_until_complete(create_task(coro))


def current_task():
    if _state.current is None:
        raise RuntimeError("no running event loop")
    return _state.current


async def _stopper():
    pass


class Loop:
    _exc_handler = None

    def create_task(coro):
        return create_task(coro)

    def run_forever():
        _state.stop_task = Task(_stopper())
        run_until_complete(None)

    def run_until_complete(aw):
        return run_until_complete(aw if isinstance(aw, Task) else create_task(aw))

    def stop():
        if _state.stop_task is not None:
            _task_queue.push(_state.stop_task)

    def close():
        pass

    def set_exception_handler(handler):
        Loop._exc_handler = handler

    def get_exception_handler():
        return Loop._exc_handler

    def default_exception_handler(loop, context):
        print(context["message"])
        print("future:", context["future"], "coro=", context["future"].coro)
        sys.print_exception(context["exception"])

    def call_exception_handler(context):
        (Loop._exc_handler or Loop.default_exception_handler)(Loop, context)


def get_event_loop(runq_len=0, waitq_len=0):
    return Loop


get_running_loop = get_event_loop


def new_event_loop():
    global _task_queue, _io_queue
    _task_queue = TaskQueue()
    _io_queue = IOQueue()
    _state.current = None
    return Loop
