# Temperature and humidity to MQTT, the short way. Wiring: DHT22 data on GPIO 15, LED on GPIO 2.
# Try it: mosquitto_sub -h BROKER -t 'home/desk/#' -v
# and:    mosquitto_pub -h BROKER -t home/desk/led -m on
import time
import network
import dht
import ujson
import ubinascii
import machine
from machine import Pin
from umqtt.simple import MQTTClient

WIFI_SSID = "Wokwi-GUEST"
WIFI_PASSWORD = ""
MQTT_BROKER = "broker.lab"
MQTT_PORT = 1883
CLIENT_ID = ubinascii.hexlify(machine.unique_id())

sensor = dht.DHT22(Pin(15))
led = Pin(2, Pin.OUT)


def on_message(topic, msg):
    print("Message on", topic, msg)
    if msg == b"on":
        led.on()
    elif msg == b"off":
        led.off()


print("Connecting to WiFi", end="")
wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect(WIFI_SSID, WIFI_PASSWORD)
while not wlan.isconnected():
    print(".", end="")
    time.sleep(0.1)
print(" connected,", wlan.ifconfig()[0])

client = MQTTClient(CLIENT_ID, MQTT_BROKER, port=MQTT_PORT, keepalive=60)
client.set_callback(on_message)
client.connect()
client.subscribe(b"home/desk/led")

last = None
while True:
    client.check_msg()
    sensor.measure()
    reading = ujson.dumps({"temp": sensor.temperature(), "humidity": sensor.humidity()})
    if reading != last:
        print("Updated:", reading)
        client.publish(b"home/desk/weather", reading)
        last = reading
    time.sleep(1)
