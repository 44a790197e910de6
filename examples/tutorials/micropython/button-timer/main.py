# A doorbell: a button's interrupt publishes at once, a timer publishes the temperature, and the main
# program does nothing but wait for messages.
from machine import Pin, Timer, PWM
import network
import dht
import utime
from umqtt.simple import MQTTClient

button = Pin(4, Pin.IN, Pin.PULL_UP)
lamp = PWM(Pin(5), freq=1000, duty=0)
sensor = dht.DHT22(Pin(15))
pressed_at = 0


def do_connect():
    sta_if = network.WLAN(network.STA_IF)
    if not sta_if.isconnected():
        print("connecting to network...")
        sta_if.active(True)
        sta_if.connect("Wokwi-GUEST", "")
        while not sta_if.isconnected():
            pass
    print("network config:", sta_if.ifconfig())


def on_message(topic, msg):
    level = int(msg)
    lamp.duty(level)
    print("lamp", lamp.duty())


def on_button(pin):
    global pressed_at
    now = utime.ticks_ms()
    if utime.ticks_diff(now, pressed_at) > 200:
        pressed_at = now
        mqtt.publish("door/bell", "ring")
        print("ring")


def on_timer(timer):
    try:
        sensor.measure()
        mqtt.publish("door/temp", str(sensor.temperature()))
    except Exception as e:
        print("timer:", e)


do_connect()
mqtt = MQTTClient("doorbell", "broker.lab", user="", password="")
mqtt.set_callback(on_message)
mqtt.connect()
mqtt.subscribe("door/lamp")
button.irq(trigger=Pin.IRQ_FALLING, handler=on_button)
Timer(0).init(period=500, mode=Timer.PERIODIC, callback=on_timer)

while True:
    mqtt.wait_msg()
