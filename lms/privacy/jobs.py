"""What the worker does for this room."""

from __future__ import annotations

from datetime import timedelta

from lms.audit.sealing import seal_new
from lms.clock import utcnow
from lms.jobs.registry import job
from lms.privacy import retention


@job("retention", every=timedelta(days=1), hold=timedelta(hours=2))
def carry_out_terms() -> None:
    """Every term of the register."""
    retention.run(utcnow())


@job("seal-audit", every=timedelta(minutes=1))
def seal_audit() -> None:
    """Put the newest entries of the audit trail under a seal."""
    seal_new()
