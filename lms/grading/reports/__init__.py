"""Practice reports: what a report has and lacks. Words are found, nothing is understood."""

from lms.grading.reports.evidence import Evidence, read_evidence
from lms.grading.reports.real_tip import Sign, SignKind, looks_real
from lms.grading.reports.review import (
    FieldReview,
    PointReview,
    Review,
    RouteReview,
    State,
    WordReview,
    review,
)
from lms.grading.reports.rubric import (
    FIELDS,
    NO_REPORT,
    Advice,
    FieldRubric,
    Point,
    RouteChoice,
    Rubric,
    SelfQuestion,
)

__all__ = [
    "FIELDS",
    "NO_REPORT",
    "Advice",
    "Evidence",
    "FieldReview",
    "FieldRubric",
    "Point",
    "PointReview",
    "Review",
    "RouteChoice",
    "RouteReview",
    "Rubric",
    "SelfQuestion",
    "Sign",
    "SignKind",
    "State",
    "WordReview",
    "looks_real",
    "read_evidence",
    "review",
]
