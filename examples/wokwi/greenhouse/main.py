# SPDX-License-Identifier: MIT
# A greenhouse without a diagram: the pin below tells where the sensor is.
import json
import time

import dht
import network
from machine import Pin
from umqtt.simple import MQTTClient

sensor = dht.DHT22(Pin(23))

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("Wokwi-GUEST", "")
while not wlan.isconnected():
    time.sleep_ms(50)

mqtt = MQTTClient("greenhouse", "localhost", port=1883)
mqtt.connect()
while True:
    sensor.measure()
    text = json.dumps({"temperature": sensor.temperature(), "humidity": sensor.humidity()})
    mqtt.publish(b"garden/greenhouse/climate", text)
    print(text)
    time.sleep(2)
