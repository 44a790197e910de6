# SPDX-License-Identifier: MIT
from . import core


def _task(aw):
    return aw if isinstance(aw, core.Task) else core.create_task(aw)


async def wait_for(aw, timeout, sleep=core.sleep):
    if timeout is None:
        return await _task(aw)
    task = core.current_task()
    status = []
    runner = core.create_task(_run(task, status, _task(aw)))
    try:
        await sleep(timeout)
    except core.CancelledError:
        if not status:  # somebody else cancels this task
            runner.cancel()
            raise
        done, result = status[0]
        if done:
            return result
        raise result
    if status:
        done, result = status[0]
        if done:
            return result
        raise result
    runner.cancel()
    await runner
    raise core.TimeoutError


async def _run(waiter, status, inner):
    # Waits for the inner task and then wakes who waits, by cancelling its sleep.
    try:
        status.append((True, await inner))
    except core.CancelledError as e:
        if inner.cancel():
            return
        status.append((False, e))
    except Exception as e:
        status.append((False, e))
    waiter.cancel()


def wait_for_ms(aw, timeout):
    return wait_for(aw, timeout, core.sleep_ms)


async def gather(*aws, return_exceptions=False):
    tasks = [_task(aw) for aw in aws]
    results = []
    first = None
    try:
        for task in tasks:
            try:
                results.append(await task)
            except (core.CancelledError, Exception) as e:
                if task.done():
                    if not return_exceptions:
                        first = e
                        break
                    results.append(e)
                else:
                    raise  # gather itself is cancelled
    except core.CancelledError:
        for task in tasks:
            task.cancel()
        raise
    if first:
        raise first
    return results
