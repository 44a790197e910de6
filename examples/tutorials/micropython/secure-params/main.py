# Sensor data over TLS with the parameters of the MQTT client: a certificate for the device, its key,
# and the authority that signed the broker's. All three lie beside this file as PEM.
import network
import time
import json
from machine import Pin
import dht
from umqtt.simple import MQTTClient
import ssl

SSID, PASSWORD = "Wokwi-GUEST", ""
ENDPOINT = "localhost"
PORT = 8883
TOPIC_PUB = "devices/kitchen/data"
TOPIC_SUB = "devices/kitchen/set"


def load(path):
    with open(path, "rb") as f:
        return f.read()


def wifi_connect():
    wlan = network.WLAN(network.STA_IF)
    if not wlan.isconnected():
        wlan.active(True)
        wlan.connect(SSID, PASSWORD)
        for _ in range(100):
            if wlan.isconnected():
                break
            time.sleep(0.1)
        else:
            raise RuntimeError("no Wi-Fi")
    print("IP:", wlan.ifconfig()[0])


def on_set(topic, msg):
    print("%s -> %s" % (topic.decode(), json.loads(msg)))


wifi_connect()
import ntptime

ntptime.settime()
print("UTC %04d-%02d-%02d" % time.localtime()[:3])

client = MQTTClient(
    client_id="thermo",
    server=ENDPOINT,
    port=PORT,
    keepalive=60,
    ssl=True,
    ssl_params={
        "cert": load("client.pem"),
        "key": load("client.key"),
        "cadata": load("ca.pem"),
        "cert_reqs": ssl.CERT_REQUIRED,
        "server_hostname": ENDPOINT,
    },
)
client.set_callback(on_set)
client.connect()
client.subscribe(TOPIC_SUB)
sensor = dht.DHT22(Pin(15))

while True:
    sensor.measure()
    client.publish(TOPIC_PUB, json.dumps({"t": sensor.temperature(), "h": sensor.humidity()}), qos=1)
    print("published")
    for _ in range(20):
        client.check_msg()
        time.sleep_ms(100)
