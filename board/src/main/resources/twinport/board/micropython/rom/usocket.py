# SPDX-License-Identifier: MIT
from socket import *
