# SPDX-License-Identifier: MIT
from ssl import *
