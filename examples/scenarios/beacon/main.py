# SPDX-License-Identifier: MIT
# A beacon without network: blinks, rolls a die, and reports now and then. Its scenarios are beside
# it: the days that they wait for take no time.
import random
import time

import machine

led = machine.Pin(2, machine.Pin.OUT, value=0)
start = time.ticks_ms()

print("beacon starts")
for hour in range(1, 49):
    for _ in range(60):
        led.value(not led.value())
        time.sleep(60)
    if hour % 12 == 0:
        ms = time.ticks_diff(time.ticks_ms(), start)
        print("hour %d after %d ms, die %d" % (hour, ms, random.randint(1, 6)))
print("beacon ends")
