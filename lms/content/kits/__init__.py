"""Training kits: what a POCO needs to train colleagues, one file per kit and language."""

from __future__ import annotations
