WIFI_NAME = "Wokwi-GUEST"
WIFI_KEY = ""
SERVER = "broker.lab"
PORT = 1883
TOPIC = b"greenhouse/bed1"
PERIOD_S = 2
