"""What POCOs share with each other: own slides, photos and examples, after a look by the staff."""

from __future__ import annotations
