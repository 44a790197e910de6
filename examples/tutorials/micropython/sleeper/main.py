# A sensor on a battery: wakes, sends one value, sleeps. It counts its starts in the memory of the RTC.
import machine
import network
import time
from dht import DHT22
from umqtt.simple import MQTTClient

SLEEP_MS = 1000

rtc = machine.RTC()
starts = int(rtc.memory() or b"0") + 1
rtc.memory(str(starts))

if machine.reset_cause() == machine.DEEPSLEEP_RESET:
    print("woke from a deep sleep, start", starts)
else:
    print("power on or hard reset")

led = machine.Signal(machine.Pin(2, machine.Pin.OUT), invert=False)
led.on()

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("Wokwi-GUEST", "")
deadline = time.ticks_add(time.ticks_ms(), 10000)
while not wlan.isconnected():
    if time.ticks_diff(deadline, time.ticks_ms()) <= 0:
        machine.deepsleep(SLEEP_MS)
    time.sleep_ms(50)

sensor = DHT22(machine.Pin(15))
sensor.measure()
client = MQTTClient("sleeper", "broker.lab", keepalive=10)
client.connect()
client.publish("battery/node", "%d %.1f" % (starts, sensor.temperature()), qos=1)
client.disconnect()
led.off()
print("sleeping")
machine.deepsleep(SLEEP_MS)
