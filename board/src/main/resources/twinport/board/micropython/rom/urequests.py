# SPDX-License-Identifier: MIT
from requests import *
