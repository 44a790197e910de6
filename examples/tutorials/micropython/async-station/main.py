# Three jobs at once: reading, talking to the broker, and blinking.
import uasyncio as asyncio
import network
import dht
from machine import Pin, unique_id
from ubinascii import hexlify
from umqtt.simple import MQTTClient

latest = {}
fresh = asyncio.Event()
lock = asyncio.Lock()


async def connect_wifi():
    sta = network.WLAN(network.STA_IF)
    sta.active(True)
    sta.connect("Wokwi-GUEST", "")
    while not sta.isconnected():
        await asyncio.sleep_ms(50)


async def blink(pin):
    led = Pin(pin, Pin.OUT)
    while True:
        led.toggle()
        await asyncio.sleep_ms(200)


async def measure(pin):
    sensor = dht.DHT22(Pin(pin))
    while True:
        try:
            sensor.measure()
            async with lock:
                latest["t"] = sensor.temperature()
                latest["h"] = sensor.humidity()
            fresh.set()
        except OSError as e:
            print("sensor", e)
        await asyncio.sleep(2)


async def publish(client):
    while True:
        await fresh.wait()
        fresh.clear()
        async with lock:
            client.publish(b"loft/climate", "%.1f;%.1f" % (latest["t"], latest["h"]))
        print("sent", latest)


async def listen(client):
    while True:
        client.check_msg()
        await asyncio.sleep_ms(100)


async def main():
    await asyncio.wait_for(connect_wifi(), 10)
    client = MQTTClient(hexlify(unique_id()), "broker.lab", 1883, keepalive=30)
    client.set_callback(lambda topic, msg: print("got", topic, msg))
    client.connect()
    client.subscribe(b"loft/cmd")
    await asyncio.gather(blink(2), measure(15), publish(client), listen(client))


try:
    asyncio.run(main())
finally:
    asyncio.new_event_loop()
