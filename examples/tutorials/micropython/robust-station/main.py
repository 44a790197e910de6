# main.py: a station for a greenhouse. It keeps publishing through losses of the broker and starts
# again when nothing else helps.
import time
import machine
import ubinascii
from umqtt.robust import MQTTClient
from dht import DHT22
import config

name = b"bed-" + ubinascii.hexlify(machine.unique_id())
client = MQTTClient(name, config.SERVER, port=config.PORT, keepalive=30)
client.DEBUG = True
client.set_last_will(config.TOPIC + b"/state", b"gone", retain=True)


def restart(reason):
    print("Restarting:", reason)
    time.sleep(10)
    machine.reset()


def read(sensor):
    try:
        sensor.measure()
        return sensor.temperature(), sensor.humidity()
    except OSError:
        return "Failed to read sensor."


try:
    client.connect()
except OSError as e:
    restart(e)

client.publish(config.TOPIC + b"/state", b"here", retain=True)
sensor = DHT22(machine.Pin(15, machine.Pin.IN, machine.Pin.PULL_UP))

while True:
    try:
        temp, hum = read(sensor)
        if isinstance(temp, float) and isinstance(hum, float):
            msg = b"{0:3.1f},{1:3.1f}".format(temp, hum)
            print(msg)
            client.publish(config.TOPIC, msg)
    except ValueError:
        print("no reading this time")
    time.sleep(config.PERIOD_S)
