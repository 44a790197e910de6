# SPDX-License-Identifier: MIT
# A doorbell: the button rings the buzzer, counts on the screen and tells the house.
import time

import network
import ssd1306
from machine import I2C, PWM, Pin
from umqtt.simple import MQTTClient

wlan = network.WLAN(network.STA_IF)
wlan.active(True)
wlan.connect("Wokwi-GUEST", "")
while not wlan.isconnected():
    time.sleep_ms(50)

screen = ssd1306.SSD1306_I2C(128, 64, I2C(0, scl=Pin(22), sda=Pin(21)))
bell = Pin(18, Pin.IN)
mqtt = MQTTClient("doorbell", "localhost", port=1883)
mqtt.connect()
mqtt.publish(b"house/door/status", b"ready")

rings = 0
while True:
    if not bell.value():
        rings += 1
        buzzer = PWM(Pin(25), freq=880, duty=512)
        screen.fill(0)
        screen.text("rings: %d" % rings, 0, 28)
        screen.show()
        mqtt.publish(b"house/door/bell", b"%d" % rings)
        print("rings", rings)
        while not bell.value():
            time.sleep_ms(10)
        buzzer.deinit()
    time.sleep_ms(10)
